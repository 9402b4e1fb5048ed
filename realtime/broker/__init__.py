"""Brokers, chosen by address."""

from realtime.broker.base import Broker, BrokerUnavailable, Link, Message

__all__ = ["Broker", "BrokerUnavailable", "Link", "Message", "open_broker"]


async def open_broker(url: str) -> Broker:
    """Choose by scheme: `memory://` for one process, Redis (`realtime.addresses`) for several.

    Nothing is connected yet: a process starts without Redis, and finds it when it is there.

    Raises:
        ValueError: no broker has this scheme, or the address cannot be read.
    """
    match url.partition("://")[0]:
        case "memory":
            from realtime.broker.memory import MemoryBroker  # noqa: PLC0415

            return MemoryBroker()
        case "redis" | "rediss" | "unix" | "redis+sentinel":
            from realtime.broker.redis import RedisBroker  # noqa: PLC0415

            return RedisBroker(url)
        case "redis+cluster":
            from realtime.broker.cluster import ClusterBroker  # noqa: PLC0415

            return ClusterBroker(url)
        case scheme:
            raise ValueError(f"no broker for {scheme!r}")
