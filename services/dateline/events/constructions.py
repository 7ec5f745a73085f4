"""The constructions in which a sentence counts people killed or hurt, over its marks.

`Q` stands for a number of people. A construction that both kinds of harm share is written once: in it `H` is the verb
("killed", "wounded"), `N` the noun ("deaths", "injuries"), `J` those harmed ("the dead", "the wounded").
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_AFTER_NOUN = r"[xXcLfteo'pa@ORSBrWu#()]{0,9}(?:&t?[xXcL]{0,2}[aX](?=[bh]))?"
""""Two civilian contractors working for the ministry", "two men of the army and police"."""
_INSIDE = r"(?:(?:[w@f]|Q?g)b?)?(?:[^.;_\"bhKDIs]|s(?=,)|(?<=w)[bh]){1,16}"
_ASIDE = rf"(?:,(?!:){_INSIDE},|,(?:~?g|Q)[bhx]{{0,2}}I,|_{_INSIDE}_|g[^.;,\"bhKDI]{{1,12}})?"
""" ", including three children,", ", two of whom were women,", "- five men and two women -"."""
WITH_PARTS = r"(?:,(?:Q?g[^.;,\"bhKDI]{1,12}|[xXcpaQ]{1,4}g)(?=,))?"  # ", including three boys", ", boys among them"
_OF_A_PLACE = r"(?:x?L{1,2})?"  # "a resident [of] Kherson was killed", where cases say so
_WHERE = r"(?:[@O]x?L|Rx{0,2}T)?"  # where subjects may follow: "killed in X two people", "died of the blast three"
_BESIDE_THEM = r"(?:&[nxcB]{0,2}[pa])?"  # "31 jihadists and allied rebels were killed"
_KNOWN_TO = r"b[xs]{1,2}r"  # "are known to have died"
_WERE = (  # "have reportedly been", "were shot and"
    rf"{_BESIDE_THEM}(?:{_KNOWN_TO})?[bh]{{1,3}}(?:x[bh])?[xsT]{{0,2}}(?:[KITx@te]{{1,6}}&x?)?"
)
_NUMBER_OF = r"x(?:ft?|g)x?p?w?[bh]{0,2}x?"  # "the number of", "the number of those"
_NO_OBJECT = r"(?![~x]{0,2}Q)"
_NOT_HARMED = r"(?![bhx]{0,3}[KDI])"  # "nine were killed and 32 others injured": no list goes on
_END = r"(?=[,.;&)]|$)"  # the bare number ends what is said: "put the toll at 36"

SHARED_VERB = re.compile(
    rf"{_AFTER_NOUN}(?:{_ASIDE}|,)(?:[bh]{{1,3}}x{{0,2}}[KI]|[KI]{_NO_OBJECT}|[bh]{{0,2}}D|[bxhs]{{0,2}}d)"
)
"""Behind the last of several quantities: what happened to all of them."""

HARM = "KkDdzlIijCZ"
"""All marks for harm."""
AROUND_ASIDE = frozenset({"passive", "died"})
"""Rules between whose figure and verb others may stand: "four people, a woman with two daughters, were killed"."""
LISTS = frozenset({"deaths-are", "bodies-of", "injuries-are", "listed-behind"})
"""Rules behind whose figure a list goes on without its verb: "the bodies of two guards and a driver"."""
NAMED_BEHIND = frozenset({"also", "besides"})
"""Rules of those named behind the verb: "killed along with his two sons"; in Slavic word order "killed too was a"."""


@dataclass(frozen=True, slots=True)
class Construction:
    """One way to say how many were harmed."""

    rule: str
    killed: bool
    regex: re.Pattern[str]
    harm: str
    """Of the marks for harm, those without any of which it cannot match."""


_KILLED = str.maketrans({"H": "K", "N": "z", "J": "[dKz]"})
_HURT = str.maketrans({"H": "I", "N": "j", "J": "[Ij]"})
_OF_KILLED, _OF_HURT, _OF_BOTH = ((True, _KILLED),), ((False, _HURT),), ((True, _KILLED), (False, _HURT))

_WRITTEN = (
    ("of-the-wounded", _OF_KILLED, r"Qft?Q[xXcpa]{0,3}I[bhx:]{0,4}D"),
    ("died", _OF_KILLED, r"QI,Q,[bh]{0,3}x?D"),
    ("died-of-wounds", _OF_KILLED, r"(?<!Qft)(?<!Qf)Q(?:,?wx?)?[bh]{0,3}x?I[^Q;.\"]{0,16}D"),
    ("destroyed-with", _OF_KILLED, r"Z[~x]{0,2}Q"),
    ("passive", _OF_BOTH, rf"Q{_AFTER_NOUN}{_ASIDE}{_WERE}H"),
    ("passive", _OF_BOTH, rf"Q{_AFTER_NOUN}[bh]{{1,3}}[^;.\"QKkDdIbh]{{1,14}}&x?H(?![~x]{{0,2}}[Qetpa])"),
    ("passive", _OF_BOTH, r"Qw[bh]?[xXctLpa@OfT']{1,9}[bh]{1,3}x{0,2}H"),
    ("died", _OF_KILLED, r"Qw[bh]?[xXctLpa@Of']{1,8}[hbx]{0,2}D"),
    ("passive-destroyed", _OF_KILLED, rf"Q[xXcLfteo'pa@ORSB()]{{0,7}}{_ASIDE}{_WERE}Z"),
    ("toll-to", _OF_KILLED, r"(?:(?<=r)|(?<=r~))Q(?:w[bh]{0,2}x?)?[KD]"),
    ("passive", _OF_KILLED, r"Q,wx?[bh]{1,3}x{0,2}K"),
    ("passive", _OF_HURT, rf"Q,wx?[bh]{{0,3}}x{{0,2}}I{_NO_OBJECT}"),
    ("verb", _OF_KILLED, r"(?<!0)[Kk]d?[~xc]{0,2}t?~?Q"),
    ("verb", _OF_HURT, rf"(?<!0)[Ii]{_WHERE}[~xc]{{0,2}}t?~?Q"),
    ("also", _OF_BOTH, rf"(?<![^,;:&])H&~?Q{_NOT_HARMED}"),
    ("also", _OF_KILLED, rf"(?<![^,;:&])D&~?Q{_NOT_HARMED}|[KD][^;.,Q]{{0,8}},x~?Q(?=[,.;@]|$)"),
    (
        "died",
        _OF_KILLED,
        rf"(?<!Qft)(?<!Qf)Q(?:{_AFTER_NOUN}{_ASIDE}(?:Rx{{0,2}}[jI])?(?:{_KNOWN_TO}h|[hxb]{{0,2}}(?:(?<=h):)?)|[xTI&@Otf]{{0,7}})D",
    ),
    ("then-killed", _OF_KILLED, r"Q[^;.\"]{1,40}:bx?K"),
    ("died-before", _OF_KILLED, rf"D{_WHERE}[~xc]{{0,2}}Q"),
    ("number-at", _OF_BOTH, rf"(?:^|[,;&])J_~?Q{_END}"),
    ("listed-behind", _OF_BOTH, r"(?:^|[.;])t?J;~?Q"),
    ("participle", _OF_HURT, rf"Q(?!ft?I){_AFTER_NOUN}{_ASIDE}I(?![~x]{{0,2}}[Qtepa])"),
    ("participle", _OF_BOTH, rf"Q(?:ftx)?{WITH_PARTS}{_OF_A_PLACE}[,xbh_]{{0,2}}H{_NO_OBJECT}(?!_~?Q{_END})"),
    ("passive-destroyed", _OF_KILLED, rf"Q[xbh]{{0,2}}Z{_NO_OBJECT}"),
    ("died", _OF_KILLED, rf"Q[^;.,\"QKDIzj]{{2,10}}&x?D{_NO_OBJECT}"),
    ("participle", _OF_HURT, rf"Q[^;.,\"QKDIzj]{{2,10}}&x?I{_NO_OBJECT}"),
    ("left-dead", _OF_KILLED, r"Q[bxhs]{0,3}d"),
    ("number-of", _OF_BOTH, r"[fg]t?J[xbh]{0,2}U?[r@UR]~?Q"),
    ("toll-to", _OF_KILLED, rf"z[^Q;.KI]{{0,20}}(?:[Ry]~?Q)?r~?Q{_END}"),
    ("toll-from", _OF_KILLED, r"z[^Q;.KI]{0,20}R~?Q(?=[,.;:&)r@]|$)"),
    ("bodies-of", _OF_KILLED, r"zf?~?Q"),
    ("with-injuries", _OF_HURT, r"Q(?:,w[^;.\"Q]{1,18},)?(?:[hbx]{0,4}W|(?<!x)h)x{0,2}(?:j|i(?=[,.;&)@]|$))"),
    ("with-injuries", _OF_HURT, r"Q[hbx@]{1,6},[~vx]{1,2}Wx{0,2}[ij](?=[,.;&)@]|$)"),
    ("with-injuries", _OF_HURT, rf"Q[^;.Q\"DKdzk]{{0,12}}R[xT]{{0,3}}[jI]{_NO_OBJECT}"),
    ("toll-at", _OF_BOTH, rf"N[^Q;.KI]{{0,16}}@~?Q{_END}"),
    ("tally-of", _OF_KILLED, rf"{_NUMBER_OF}D[^Q;.]{{0,30}}[Ur]~?Q(?=[^pax]|$)"),
    ("tally-of", _OF_KILLED, rf"{_NUMBER_OF}D[^;.]{{0,30}}U~?Q(?=[^pax]|$)"),
    ("tally-of", _OF_BOTH, rf"{_NUMBER_OF}J[^Q;.]{{0,30}}[Ur]~?Q(?=[^pax]|$)"),
    ("toll", _OF_BOTH, r"N[^Q;.]{0,20}U~?Q"),
    ("toll", _OF_BOTH, r"(?:^|[,;&.])t?JU~?Q"),
    ("toll", _OF_BOTH, rf"N[^Q;.,KDI]{{1,12}}_~?Q{_END}"),
    ("toll", _OF_KILLED, r"Q[xbh]{0,2}U[^Q;.,]{0,3}z"),
    ("killed-were", _OF_KILLED, r"[zD][^Q;.,KIb]{1,9}b~?Q"),
    ("killed-were", _OF_KILLED, r"K(?:[@O][^Q;.,b]{1,7})?b~?Q"),
    ("in-places", _OF_BOTH, r"(?<=H)[@O][txX]{0,2}L(?:,?L)?,?&~?Q(?=[@O])"),
    ("deaths", _OF_KILLED, r"Q[xXc's]{0,2}z"),
    ("deaths-are", _OF_KILLED, r"z[bhxr@f~:]{1,5}Q"),
    ("claimed-lives", _OF_KILLED, r"l[~x]?Q"),
    ("claimed-lives", _OF_KILLED, r"Q[xL]{0,3}Tl(?![~x]?Q)"),
    ("injuries", _OF_HURT, r"Q[xXcs]{0,2}j"),
    ("number-at", _OF_KILLED, rf"[taxcX]d(?:@[^Q;.,]{{1,7}})?@~?Q{_END}"),
    ("number-at", _OF_HURT, rf"[tacX]I(?:@[^Q;.,]{{1,7}})?@~?Q{_END}"),
    ("number-at", _OF_BOTH, rf"[xw]ft?J[^Q;.,]{{0,12}}[@:]~?Q{_END}"),
    ("injuries-are", _OF_HURT, r"j[rf@O]?[~x]?Q"),
    ("other-count", _OF_KILLED, rf"[KDdz][^.]{{1,40}}x~?Q{_END}"),
    ("besides", _OF_KILLED, r"D(?:x|[@O][^;.,QKDI&]{1,6})&~?Q(?=[@O])"),
    ("besides", _OF_KILLED, r"[KDd]&(?:t?~?Q(?=[.;:)@O]|$)|t~?Q(?=,))"),
    ("and-dead", _OF_KILLED, r"Q[^;.Q]{0,14}[&,]x?Tx?d(?=[,.;@OsxR]|$)"),
    ("dead-at-end", _OF_KILLED, r"d(?:&I)?f?Q(?=[p.])"),
)
"""Rule, of which harm, and marks, in the order in which they are tried: a figure is of the first that reads it."""

_NOT_THESE = re.compile(r"\[\^[^]]*\]|\(\?<?!(?:[^()]|\([^()]*\))*\)")
"""Parts of a pattern that say what does not stand there."""


def _construction(rule: str, killed: bool, marks: str) -> Construction:
    return Construction(rule, killed, re.compile(marks), "".join(set(HARM) & set(_NOT_THESE.sub("", marks))))


_CONSTRUCTIONS = tuple(
    _construction(rule, killed, marks.translate(meant)) for rule, harms, marks in _WRITTEN for killed, meant in harms
)


@functools.lru_cache(maxsize=256)
def constructions(harm: str) -> tuple[Construction, ...]:
    """Those that may match where of the marks for harm only these stand."""
    return tuple(one for one in _CONSTRUCTIONS if not set(harm).isdisjoint(one.harm))
