"""``python -m yinuo.site.cli``: how the supervisor starts its children."""

from yinuo.site.cli.main import main

main()
