"""Brokers, chosen by address."""

from realtime.broker.base import Broker, BrokerUnavailable, Link, Message

__all__ = ["Broker", "BrokerUnavailable", "Link", "Message", "open_broker"]


async def open_broker(url: str) -> Broker:
    """Choose by scheme: `memory://` for one process, `redis://…` for several.

    Raises:
        BrokerUnavailable: nothing answers there.
        ValueError: no broker has this scheme.
    """
    match url.partition("://")[0]:
        case "memory":
            from realtime.broker.memory import MemoryBroker  # noqa: PLC0415

            return MemoryBroker()
        case "redis" | "rediss" | "unix":
            from realtime.broker.redis import RedisBroker  # noqa: PLC0415

            return await RedisBroker.connect(url)
        case scheme:
            raise ValueError(f"no broker for {scheme!r}")
