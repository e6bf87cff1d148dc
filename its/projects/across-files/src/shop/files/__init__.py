"""Re-exports what the other packages use, once under its own and once under another name."""

from .cache import forget as drop_profile
from .cache import read_profile
from .remote import read_profile_slowly

__all__ = ["drop_profile", "read_profile", "read_profile_slowly"]
