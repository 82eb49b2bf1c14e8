"""The answers that a process keeps, within a number of bytes.

New ones come into a small part of the room, and go from there in the order in which they came; what
is asked for a second time moves to the large part. So a flood of addresses that nobody asks for
twice pushes out nothing but itself (a segmented LRU).
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

#: Of the room, the share of what was asked for more than once.
PROTECTED_SHARE = 0.8
#: Of the room, the largest share that one thing may take.
LARGEST_SHARE = 0.125


class BoundedStore(Generic[T]):
    """Things by their key, each with the bytes that it takes. Safe to be shared by threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._protected_bytes = 0
        self._new: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._protected: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._new) + len(self._protected)

    def get(self, key: Hashable) -> T | None:
        """What is kept under a key."""
        with self._lock:
            found = self._protected.get(key)
            if found is not None:
                self._protected.move_to_end(key)
                return found[0]
            found = self._new.pop(key, None)
            if found is None:
                return None
            self._protected[key] = found
            self._protected_bytes += found[1]
            self._relegate()
            return found[0]

    def put(self, key: Hashable, value: T, size: int) -> None:
        """Keep something, in place of what was kept under the key; or not, where it is too large.

        Args:
            size: in bytes, those of the key included.
        """
        with self._lock:
            was_protected = key in self._protected
            self._drop(key)
            if size > self.most_bytes * LARGEST_SHARE:
                return
            if was_protected:
                self._protected[key] = (value, size)
                self._protected_bytes += size
                self._relegate()
            else:
                self._new[key] = (value, size)
            self.bytes += size
            while self.bytes > self.most_bytes:
                self._drop(next(iter(self._new or self._protected)))

    def _drop(self, key: Hashable) -> None:
        if key in self._protected:
            size = self._protected.pop(key)[1]
            self._protected_bytes -= size
        elif key in self._new:
            size = self._new.pop(key)[1]
        else:
            return
        self.bytes -= size

    def _relegate(self) -> None:
        """What has not been asked for the longest has to prove itself again."""
        while self._protected_bytes > self.most_bytes * PROTECTED_SHARE:
            key, found = self._protected.popitem(last=False)
            self._protected_bytes -= found[1]
            self._new[key] = found
