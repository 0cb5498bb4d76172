"""What can a notebook reach while it is run? Files, and this computer; no network.

Started in place of ipykernel's own launcher, it refuses every connection that Python code opens to elsewhere.
Not a sandbox: it catches a download by mistake, not one by intent.
"""

import ipaddress
import sys


def is_here(host: object) -> bool:
    """Tell whether an address means this computer.

    >>> is_here("127.0.0.1"), is_here("localhost"), is_here("::1"), is_here("example.org")
    (True, True, True, False)
    """
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def refuse_network(event: str, details: tuple) -> None:
    """Raise RuntimeError when Python is about to look up or reach another computer; an audit hook for `sys`."""
    if event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = details[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(details[1], tuple):
        host = details[1][0]
    else:
        return
    if not is_here(host):
        raise RuntimeError(
            f"A notebook tried to reach {host}; notebooks never touch the network. "
            "Fetch data with `python3 run.py fetch` and read them with helpers.data."
        )


if __name__ == "__main__":
    sys.addaudithook(refuse_network)
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()
