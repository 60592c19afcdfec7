"""On which ground something is hidden: a ground of the law with its case where it lists some."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.law.exemptions import BY_CODE, EXEMPTIONS, Exemption
from gongkai.law.sources import Source

#: What is held under a state secret or a ban of the law never enters this system, not even to be hidden.
_NEVER = ("state_secret",)
#: What personal data is hidden for.
PRIVACY = "third_party/privacy"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground as a box has it: ``code`` is kept, ``zh`` shown, the article printed in the box."""

    code: str
    zh: str
    source: Source

    @property
    def label(self) -> str:
        return self.source.article


def _of(exemption: Exemption) -> Iterator[Ground]:
    for one in exemption.sub_grounds:
        yield Ground(f"{exemption.code}/{one.code}", one.zh, exemption.source)
    if not exemption.sub_grounds:
        yield Ground(exemption.code, exemption.zh, exemption.source)


GROUNDS: tuple[Ground, ...] = tuple(
    ground for exemption in EXEMPTIONS if exemption.code not in _NEVER for ground in _of(exemption)
)
GROUND = {ground.code: ground for ground in GROUNDS}


def exemption_of(code: str) -> Exemption:
    """The ground of the law that a box's ground belongs to."""
    return BY_CODE[code.partition("/")[0]]
