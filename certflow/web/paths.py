"""Addresses that we may send people to: only ever our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def own_path(address: str, otherwise: str = "/") -> str:
    """The path and query of an address of ours; `otherwise` for any other.

    Browsers read `//host`, `/\\host` and addresses with tabs or line ends inside as other hosts, so these are refused.
    """
    if address.startswith("//") or any(
        character <= " " or character == "\\" or character == "\x7f" for character in address
    ):
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    if parts.scheme or parts.netloc:
        if f"{parts.scheme}://{parts.netloc}/" != request.host_url:
            return otherwise
    elif not address.startswith("/"):
        return otherwise
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return otherwise
    return parts.path + (f"?{parts.query}" if parts.query else "")


def own_relative(address: str, otherwise: str = "/") -> str:
    """The same for what a form carries: only a path, never a whole address."""
    return own_path(address, otherwise) if address.startswith("/") and not address.startswith("//") else otherwise
