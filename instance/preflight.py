"""Say in one sentence what keeps `make` from going on: preflight.py CHECK [VALUE].

Runs before anything is installed, on whatever Python is there: standard library only, and nothing
that an old Python cannot parse.
"""

import errno
import os
import socket
import sys


OLDEST = (3, 11)
#: Parts of Python that a distribution leaves out, or that a missing library keeps from being built.
NEEDED = [
    ("venv", "on Debian or Ubuntu: apt-get install python3-venv"),
    ("ensurepip", "on Debian or Ubuntu: apt-get install python3-venv"),
    ("ssl", "install the OpenSSL headers and build Python again (Debian: libssl-dev)"),
    ("zlib", "install the zlib headers and build Python again (Debian: zlib1g-dev)"),
    ("ctypes", "install the libffi headers and build Python again (Debian: libffi-dev)"),
]


def python():
    """A Python that can hold Plone 6.2: 3.11 or newer, with the modules that the build uses."""
    if sys.version_info < OLDEST:
        return (
            "Python 3.11 or newer is needed, and %s is %d.%d: install one and name it, "
            "for example: make run PYTHON=python3.12" % ((sys.executable,) + tuple(sys.version_info[:2]))
        )
    for module, remedy in NEEDED:
        try:
            __import__(module)
        except ImportError:
            return "%s lacks its module %s; %s." % (sys.executable, module, remedy)
    return None


def port(text):
    """A port that a server can take now."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        return "PORT=%s is not a port: choose a number from 1024 to 65535." % text
    number = int(text)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # As the server does: an address that still waits after a restart is not a busy one.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", number))
    except (IOError, OSError) as error:
        if error.errno == errno.EACCES:
            return "Port %d is kept for the administrator: choose another, make run PORT=8081." % number
        return taken(number)
    finally:
        listener.close()
    # A server on every address of the machine does not keep us from binding one, on some systems.
    visitor = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    visitor.settimeout(1)
    try:
        return taken(number) if visitor.connect_ex(("127.0.0.1", number)) == 0 else None
    finally:
        visitor.close()


def taken(number):
    other = number + 1 if number < 65535 else 8081
    return "Port %d is taken: stop what uses it, or choose another, make run PORT=%d." % (number, other)


def idle(path):
    """A file storage that no server holds: one process at a time may open it."""
    try:
        import fcntl
    except ImportError:
        return None
    if not os.path.exists(path + ".lock"):
        return None
    with open(path + ".lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (IOError, OSError):
            return "The site's database is in use: stop the server that runs in this folder, then try again."
    return None


def place(path):
    """A folder whose path the build's scripts can name."""
    if any(char.isspace() for char in path):
        return "The path %s holds a space, which the build cannot take: move the folder." % path
    return None


CHECKS = {"python": python, "port": port, "idle": idle, "place": place}


def main(arguments):
    return CHECKS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
