"""The simulated world: persons, organizations, and the clean rows that agencies hold about them."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from synth.numbering import Numbering
from synth.people import names, numbers, places
from synth.registers import Column, Register, plain
from synth.slots import SLOTS
from synth.tables import tables

PERSON = ("name", "former_name", "sex", "birth", "number", "division", "ethnicity", "father", "mother", "spouse",
          "household", "relation", "living", "hukou_address", "residence_address", "urban", "phone", "education",
          "death",
          "employer", "registered", "hukou_type", "moved_out")  # fmt: skip
ORGANIZATION = ("name", "former_name", "uscc", "old_reg_no", "legal_rep", "kind", "industry", "capital", "address",
                "phone", "established", "status", "status_date")  # fmt: skip
# Whoever stands in one of these plays a part already, and is left alone by `pick`.
PARTS = ("ps_suspect", "ps_vehicle", "pc_party", "ct_party", "ct_criminal_judgment", "ct_enforcement",
         "ja_community_correction", "pr_inmate", "ca_social_relief", "ca_death", "hs_public_rental", "re_title",
         "mr_entity", "mr_stakeholder")  # fmt: skip


class World:
    """The county and its neighbours on one day; everything in it comes from `rng`."""

    def __init__(self, as_of: date, rng: np.random.Generator) -> None:
        self.as_of = as_of
        self.rng = rng
        self.division = places.HOME
        self.divisions = tuple(places.DIVISIONS)
        self.numbering = Numbering()
        self._persons = Register("P", PERSON)
        self._organizations = Register("O", ORGANIZATION)
        self._frames: defaultdict[str, list[pd.DataFrame]] = defaultdict(list)
        self._pending: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
        self._taken: set[str] = set()
        self._candidates: list[str] = []
        self._numbers: set[str] = set()
        self.case_no = self.numbering.case_no
        self.next_no = self.numbering.next_no

    # persons and organizations

    @property
    def persons(self) -> pd.DataFrame:
        """All persons, indexed by id 'P0000001'; columns as in `PERSON`. For one person use `person`: it is cheaper."""
        return self._persons.frame

    @property
    def organizations(self) -> pd.DataFrame:
        """All organizations, indexed by id 'O0000001'; columns as in `ORGANIZATION`."""
        return self._organizations.frame

    def person(self, key: str) -> dict[str, Any]:
        """One person as a dict (a copy)."""
        return self._persons.row(key)

    def organization(self, key: str) -> dict[str, Any]:
        """One organization as a dict (a copy)."""
        return self._organizations.row(key)

    def update(self, key: str, **values: object) -> None:
        """Change what is true of a person or an organization, e.g. death=date(2024, 5, 1)."""
        (self._persons if key in self._persons else self._organizations).update(key, **values)

    def update_all(self, column: str, values: Column) -> None:
        """Give every person a new value of one column, in order of their ids."""
        self._persons.replace(column, values)

    def settle(self, columns: dict[str, Column]) -> list[str]:
        """Add many persons at once, given as columns of `PERSON`; returns their ids."""
        self._numbers.update(str(number) for number in columns["number"])
        return self._persons.extend(columns)

    def found(self, columns: dict[str, Column]) -> list[str]:
        """Add many organizations at once, given as columns of `ORGANIZATION`; returns their ids."""
        return self._organizations.extend(columns)

    def new_person(self, **given: object) -> str:
        """Add a person; what is not given is drawn and fits: name, number, address, phone, household.

        With father= or mother= the child lives in that parent's household and has the father's surname.
        """
        rng = self.rng
        parent = str(given.get("father") or given.get("mother") or "")
        home = self.person(parent) if parent else {}
        sex = str(given.get("sex") or ("男" if rng.random() < 0.5 else "女"))
        birth = given.get("birth")
        if not isinstance(birth, date):
            young = home.get("birth")
            birth = (
                date(young.year + 22 + int(rng.integers(12)), 1 + int(rng.integers(12)), 1 + int(rng.integers(28)))
                if isinstance(young, date)
                else self.as_of - timedelta(days=int(rng.integers(21 * 365, 60 * 365)))
            )
        living = str(given.get("living") or self.division)
        area = str(given.get("division") or places.DIVISIONS[living].birth_code(birth.year))
        male = np.array([sex == "男"])
        surname = names.surname(str(home["name"])) if home and given.get("father") else str(names.surnames(rng, 1)[0])
        drawn = names.given_names(rng, male, np.array([birth.year]), np.array([""], dtype=object))[0]
        urban = bool(home.get("urban", rng.random() < 0.6))
        address = str(
            given.get("residence_address")
            or home.get("residence_address")
            or places.address(living, self.numbering.serial("home", living), urban=urban)
        )
        row: dict[str, object] = {
            "name": surname + str(drawn),
            "ethnicity": home.get("ethnicity", "汉族"),
            "household": home.get("household") or self.next_no("household", living),
            "relation": "子女" if home else "户主",
            "hukou_address": given.get("hukou_address", home.get("hukou_address") or address),
            "residence_address": address,
            "urban": urban,
            "phone": self.next_no("phone"),
            "education": "初中",
            "death": None,
            "registered": True,
            "hukou_type": "常住",
            "moved_out": None,
            "living": living,
        }
        row |= {key: value for key, value in given.items() if key in PERSON}
        row |= {"sex": sex, "birth": birth, "division": area}
        row["number"] = given.get("number") or self._free_number(area, birth, sex)
        return self._persons.append(row)

    def _free_number(self, area: str, birth: date, sex: str) -> str:
        while True:
            number = numbers.citizen_number(area, birth, int(self.rng.integers(1, 499)) * 2 + (sex == "男"))
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def marry(self, man: str, woman: str, day: date, division: str = "") -> str:
        """Marry two persons on a day: both get a spouse and ca_marriage a row, whose number is returned."""
        self.update(man, spouse=woman)
        self.update(woman, spouse=man)
        return self._registration("marriage", "结婚", man, woman, day, division or self.division)

    def divorce(self, man: str, woman: str, day: date, division: str = "") -> str:
        """Divorce two persons on a day: neither has a spouse then, and ca_marriage a row, whose number is returned."""
        self.update(man, spouse="")
        self.update(woman, spouse="")
        return self._registration("divorce", "离婚", man, woman, day, division or self.division)

    def _registration(self, kind: str, word: str, man: str, woman: str, day: date, division: str) -> str:
        number = self.next_no(kind, division, day.year)
        organ = f"{places.DIVISIONS[division].name}民政局婚姻登记处"
        row: dict[str, object] = {"reg_no": number, "reg_type": word, "reg_date": day, "reg_organ": organ}
        self.add("ca_marriage", row, man=man, woman=woman)
        return number

    def new_organization(self, **given: object) -> str:
        """Add a company; what is not given is drawn and fits. Its mr_entity row follows when the books are closed."""
        place = places.DIVISIONS[str(given.get("division") or self.division)]
        serial = self.numbering.serial("company_name")
        established = given.get("established")
        if not isinstance(established, date):
            established = self.as_of - timedelta(days=int(self.rng.integers(400, 7000)))
        row: dict[str, object] = {
            "name": company_name(place.name, serial, str(given.get("kind") or "有限责任公司")),
            "uscc": self.next_no("uscc", place.code),
            "kind": "有限责任公司",
            "industry": "5299",
            "capital": 100.0,
            "address": f"{place.full}{place.towns[serial % len(place.towns)]}{places.ROADS[serial % 12]}{serial}号",
            "phone": self.next_no("phone"),
            "status": "存续",
            "status_date": established,
        }
        row |= {key: value for key, value in given.items() if key in ORGANIZATION}
        row["established"] = established
        return self._organizations.append(row)

    # clean rows

    def add(self, table: str, row: dict[str, object], **who: str | tuple[str, ...]) -> None:
        """Add one clean row; `who` names the true id (or ids, in order) per slot of the table.

        Name and number columns of a slot that the row does not mention are filled in from `who` (several joined by 、,
        a masked column masked).
        Raises KeyError for a field or slot the table does not have.
        """
        fields, slots = tables()[table].headers.keys(), SLOTS[table].keys()
        if not (row.keys() <= fields and who.keys() <= slots):
            raise KeyError(f"{table} has no {', '.join(sorted((row.keys() - fields) | (who.keys() - slots)))}")
        filled = dict(row)
        for slot, keys in who.items():
            for field, cell in zip(SLOTS[table][slot], ("name", "number"), strict=True):
                if field and field not in row:
                    stated = [self._stated(key, cell) for key in ((keys,) if isinstance(keys, str) else keys)]
                    hidden = field.endswith("_masked") and keys[0][:1] == "P"
                    filled[field] = "、".join(numbers.masked(text) if hidden else text for text in stated)
            filled[f"_who_{slot}"] = keys
        self._pending[table].append(filled)
        for keys in who.values() if table in PARTS else ():
            self._taken.update((keys,) if isinstance(keys, str) else keys)

    def _stated(self, key: str, cell: str) -> str:
        if key in self._persons:
            return str(self._persons.value(key, cell))
        return str(self._organizations.value(key, "uscc" if cell == "number" else cell))

    def add_frame(self, table: str, frame: pd.DataFrame) -> None:
        """Add many clean rows at once; columns are fields of the table and `_who_<slot>` (an id, several, or '')."""
        known = {*tables()[table].headers, *(f"_who_{slot}" for slot in SLOTS[table])}
        unknown = [name for name in frame.columns if name not in known]
        if unknown:
            raise KeyError(f"{table} has no {', '.join(unknown)}")
        self._frames[table].append(frame)
        if table in PARTS:
            for slot in SLOTS[table]:
                if f"_who_{slot}" in frame:
                    cells = frame[f"_who_{slot}"]
                    self._taken.update(k for keys in cells for k in ((keys,) if isinstance(keys, str) else keys))

    def rows(self, table: str) -> pd.DataFrame:
        """All clean rows of a table as they arrived: every field (None = unknown), then `_who_<slot>` ('' = nobody)."""
        columns = [*tables()[table].fields, *(f"_who_{slot}" for slot in SLOTS[table])]
        if self._pending[table]:
            pending = self._pending.pop(table)
            self._frames[table].append(
                plain({c: [row.get(c, "" if c[:5] == "_who_" else None) for row in pending] for c in columns})
            )
        parts = self._frames[table]
        if len(parts) != 1 or list(parts[0].columns) != columns:
            self._frames[table] = parts = [plain({c: [v for part in parts for v in _cells(part, c)] for c in columns})]
        return parts[0]

    # casting

    def pick(
        self, *, min_age: int = 18, max_age: int = 80, sex: str = "", alive: bool = True, fresh: bool = True
    ) -> str:
        """Choose a registered resident of the county for a part in a story.

        With fresh=True nobody is chosen twice, and nobody who already plays a part (case, lease, custody, home, car,
        company, relief). Raises LookupError when the county has nobody left.
        """
        if not self._candidates:
            people = self.persons
            fit = people.index[(people["registered"] == True) & (people["moved_out"].isna())]  # noqa: E712
            self._candidates = list(self.rng.permutation(fit.to_numpy()))
        youngest = self.as_of.replace(year=self.as_of.year - min_age)
        oldest = self.as_of.replace(year=self.as_of.year - max_age - 1)
        start = 0 if fresh else int(self.rng.integers(len(self._candidates)))
        for place in range(len(self._candidates)):
            key = self._candidates[(start + place) % len(self._candidates)]
            if fresh and key in self._taken:
                continue
            person = self._persons
            born = person.value(key, "birth")
            if not (isinstance(born, date) and oldest < born <= youngest):
                continue
            if (sex and person.value(key, "sex") != sex) or (alive and person.value(key, "death") is not None):
                continue
            if fresh:
                self._taken.add(key)
            return key
        raise LookupError(f"Nobody between {min_age} and {max_age} is left for a part; simulate more persons.")


def _cells(part: pd.DataFrame, column: str) -> Column:
    if column in part:
        return part[column].tolist() if column[:5] != "_who_" else ["" if v is None else v for v in part[column]]
    return [""] * len(part) if column[:5] == "_who_" else [None] * len(part)


FIRST = (
    "恒",
    "鑫",
    "宏",
    "瑞",
    "金",
    "汇",
    "盛",
    "华",
    "泰",
    "安",
    "黔",
    "远",
    "天",
    "顺",
    "德",
    "旺",
    "众",
    "兴",
    "嘉",
    "隆",
)
SECOND = (
    "达",
    "源",
    "通",
    "丰",
    "诚",
    "信",
    "昌",
    "业",
    "和",
    "祥",
    "利",
    "发",
    "康",
    "辉",
    "腾",
    "创",
    "联",
    "邦",
    "成",
    "宇",
)
TRADES = (
    "商贸",
    "建筑工程",
    "劳务",
    "物流",
    "农业发展",
    "餐饮管理",
    "装饰工程",
    "科技",
    "矿业",
    "置业",
    "酒店管理",
    "运输",
)
SHOPS = (
    "超市",
    "小吃店",
    "餐馆",
    "服装店",
    "五金店",
    "理发店",
    "汽修厂",
    "旅馆",
    "药店",
    "茶楼",
    "便利店",
    "建材经营部",
)


def company_name(place: str, serial: int, kind: str) -> str:
    """A firm's or shop's name; different serials give different names."""
    scattered = serial * 7_919
    style, rest = FIRST[scattered % 20] + SECOND[scattered // 20 % 20], scattered // 400
    style += ("", *FIRST)[rest // 12 % 21]
    if kind == "酒店":
        return f"{place}{style}大酒店有限公司"
    if kind == "个体工商户":
        return f"{place}{style}{SHOPS[rest % 12]}"
    ending = {"合作社": "农民专业合作社", "分公司": "有限公司分公司"}.get(
        kind, "有限公司" if serial % 3 else "有限责任公司"
    )
    return f"{place}{style}{'种植' if kind == '合作社' else TRADES[rest % 12]}{ending}"
