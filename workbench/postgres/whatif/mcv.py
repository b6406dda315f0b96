"""The common combinations of extended statistics, in PostgreSQL's own binary form: types and enum labels have other oids here.

The form, of PostgreSQL 13 to 18: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/statistics/mcv.c
(statext_mcv_serialize): a head, the type of each column, what its values are like, and the values, each once.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

_HEAD = struct.Struct("=IIIh")  # magic, type, number of combinations, number of columns
_OID = struct.Struct("=I")
_VALUES = struct.Struct("=iiii?3x")  # of a column: number, bytes, bytes aligned, bytes of one, whether it is passed by value
# https://www.postgresql.org/docs/current/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT
_FIRST_OWN = 16384


def translated(data: bytes, types: Mapping[int, int], labels: Mapping[int, Mapping[int, int]]) -> bytes | None:
    """The same with the oids of this database; None where a type has no counterpart here, or its values may hold oids.

    Args:
        types: of each type that isn't PostgreSQL's own, the oid there and here. labels: likewise of the labels of enums, by the
            enum's oid there.
    """
    found = bytearray(data)
    columns = _HEAD.unpack_from(found)[3]
    described = _HEAD.size + columns * _OID.size
    at = described + columns * _VALUES.size
    try:
        for column in range(columns):
            place = _HEAD.size + column * _OID.size
            (kind,) = _OID.unpack_from(found, place)
            count, size, *_ = _VALUES.unpack_from(found, described + column * _VALUES.size)
            _OID.pack_into(found, place, types[kind] if kind >= _FIRST_OWN else kind)
            if kind in labels:
                values = struct.Struct(f"={count}I")
                values.pack_into(found, at, *(labels[kind][label] for label in values.unpack_from(found, at)))
            at += size
    except KeyError:
        return None
    return bytes(found)
