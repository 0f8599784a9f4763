"""The name under which records of this clearinghouse are known elsewhere."""

from urllib.parse import urlsplit


def domain_of(address: str) -> str:
    """
    Return the domain that begins the ids of our records.

    >>> domain_of("https://Missing.Example.org:8443/en/")
    'missing.example.org'
    """
    return urlsplit(address).hostname or "localhost"
