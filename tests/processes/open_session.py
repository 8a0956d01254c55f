"""Make a small bank and a browser session of a supervisor: run as a program, in the installation's environment."""

from __future__ import annotations

from yinuo.site.cli.work import at_work


def open_session() -> None:
    """Print the cookies of somebody who signed in, in the form of a request's header."""
    from tests.bank import found_bank
    from tests.people import with_old_proof

    browser = with_old_proof(found_bank().actor("east head"))
    print("; ".join(f"{name}={cookie.value}" for name, cookie in browser.cookies.items()))  # noqa: T201 - its answer


if __name__ == "__main__":
    with at_work():
        open_session()
