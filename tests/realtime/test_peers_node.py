"""The published client for browsers, `centrifuge`, as a real peer under Node."""

import asyncio
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from realtime.demo import Demo
from tests.realtime.harness import serving

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "forum" / "static" / "vendor" / "centrifuge.js"
TRANSPORTS = {"websocket": 21, "http_stream": 18, "sse": 18}
"""With the version of Node from which it has what the transport needs."""


def _node() -> tuple[str, int]:
    found = shutil.which("node")
    if found is None:
        pytest.skip("no Node here to run the JavaScript client with")
    version = subprocess.run([found, "--version"], check=True, capture_output=True, text=True)
    major = re.match(r"v(\d+)", version.stdout)
    return found, int(major.group(1)) if major else 0


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_subscribe_publish_ask_and_recover(transport: str) -> None:
    node, version = _node()
    command = [node, str(Path(__file__).with_name("peer.mjs")), str(CLIENT)]
    if version == 20:
        command.insert(1, "--experimental-websocket")
    elif version < TRANSPORTS[transport]:
        pytest.skip(f"Node {version} has no {transport}")
    async with serving(Demo().app) as address:
        process = await asyncio.create_subprocess_exec(
            *command,
            address,
            transport,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, errors.decode()
    assert json.loads(output) == {
        "seen": ["subscribed", "recovered true"],
        "offsets": [1, 2, 3, 4],
        "answer": {"n": 1},
        "clients": 1,
        "history": [4, 3],
    }
