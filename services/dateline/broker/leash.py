"""Runs a program that must not outlive the one that started it: ``python leash.py PROGRAM [ARGUMENT]…``.

Standard input is the leash. The owner holds its other end open; when the owner goes, however it goes (kill -9
too), the kernel closes it, and the program is ended. SIGTERM is passed on. Exits as the program did.

Run as a file and not as a module, so that it starts in milliseconds and needs only the standard library.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

GRACE_S = 10.0


def _end_with_owner(child: subprocess.Popen[bytes]) -> None:
    while os.read(0, 4096):
        pass
    child.terminate()
    try:
        child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()


def main(command: list[str]) -> int:
    """Runs the command to its end. Gives its exit code, or 128 and the signal's number, as a shell does."""
    # SIGTERM waits until there is a child to pass it to; the child itself starts with nothing blocked.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    child = subprocess.Popen(  # noqa: S603 - running what it is given is its task
        command,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM]),
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_owner, args=(child,), daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
