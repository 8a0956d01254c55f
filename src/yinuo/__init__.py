"""yinuo (一诺): promises to customers, kept and proved."""

__version__ = "0.1.0"
