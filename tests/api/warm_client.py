"""Stands in for the interpreter: has `-m MODULE ARGUMENTS` done by a fork of the warm process, and ends as it does.

Its own imports are few, for every command and stage starts it: `python -I -S warm_client.py SOCKET -m MODULE …`.
"""

import marshal
import os
import socket
import sys


def is_open(number: int) -> bool:
    """Tell whether a file descriptor is one; the listing that named it had one of its own."""
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


inherited = [number for number in map(int, os.listdir("/proc/self/fd")) if number > 2 and is_open(number)]
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as warm:
    warm.connect(sys.argv[1])
    request = marshal.dumps((sys.argv[3:], os.getcwd(), dict(os.environ)))
    socket.send_fds(warm, [request], [0, 1, 2, *inherited])
    code = int(warm.recv(16))
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
