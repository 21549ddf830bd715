"""The first steps in Neo4j Browser as saved queries: finding someone, looking around, following a case, paths, hubs."""

from dataclasses import dataclass

from api.neo4j_browser.rules import literal, parameter_line

LOOKED_UP: dict[str, tuple[object, str]] = {
    "name": ("张伟", "姓名或名称，可只写一部分 a name or a part of one"),
    "number": ("520502198503010017", "证件号码或统一社会信用代码，全号 a whole citizen number or company code"),
    "phone": ("13985200001", "电话号码 a phone number"),
    "plate": ("贵F12345", "号牌号码 a plate"),
    "who": ("P-0123456789abcdef", "查询对象的 id the id of whom you look at (property `id` of what 01 to 04 find)"),
    "other": ("P-fedcba9876543210", "另一对象的 id the id of another one"),
    "case_no": ("（2019）黔0502刑初35号", "案号 a case number, with full-width brackets"),
    "hub": (100, "连接数超过此数的节点不展开 nodes with more relationships than this are hubs and are left out"),
}
"""What look-ups ask for: an example, to be replaced, and its meaning."""


@dataclass(frozen=True)
class LookUp:
    """A saved query: its file, its title, what it is for, and its text."""

    file: str
    zh: str
    en: str
    says: str
    cypher: str

    @property
    def text(self) -> str:
        """The saved query; its first line is the name that the Browser shows."""
        return f"// {self.file[:2]} {self.zh} · {self.en}\n{self.cypher.strip()}\n"


LOOK_UPS = (
    LookUp(
        "01-by-name", "按姓名查找", "Find by name",
        "Persons, organizations and undecided parties whose name contains `$name`, or who ever had it.",
        """
MATCH (n:Person|Organization|Undecided)
WHERE n.name CONTAINS $name OR $name IN n.names
RETURN n
ORDER BY n.name, n.id
LIMIT 50
""",
    ),
    LookUp(
        "02-by-number", "按证件号码查找", "Find by number",
        "Who holds a number. Several holders of one citizen number are worth a look: rule M19 R9.",
        """
MATCH (x:IdNumber {number: $number})<-[h:HAS_NUMBER]-(n)
RETURN x, h, n
ORDER BY n.id
LIMIT 50
""",
    ),
    LookUp(
        "03-by-phone", "按电话查找", "Find by phone",
        "Who used a phone, and from when to when they were seen with it.",
        """
MATCH (x:Phone {number: $phone})<-[u:USES]-(n)
RETURN x, u, n
ORDER BY n.id
LIMIT 50
""",
    ),
    LookUp(
        "04-by-plate", "按号牌查找", "Find by plate",
        "The vehicles that bore a plate, and their owners.",
        """
MATCH (x:Plate {number: $plate})<-[b:BEARS]-(v:Vehicle)
OPTIONAL MATCH (v)<-[o:OWNS]-(n)
RETURN x, b, v, o, n
ORDER BY v.id, n.id
LIMIT 50
""",
    ),
    LookUp(
        "05-sizes", "展开前先看规模", "Sizes before expanding",
        "A table: how many relationships of each type one has, and how large the largest neighbor of that type is.",
        """
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
RETURN type(r) AS type, labels(m)[0] AS label, count(*) AS relationships, max(COUNT { (m)--() }) AS largest_neighbor
ORDER BY relationships DESC, type, label
""",
    ),
    LookUp(
        "06-around", "周边关系", "What is around one",
        "The neighbors of one, hubs left out.",
        """
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
WHERE COUNT { (m)--() } <= $hub
RETURN n, r, m
ORDER BY type(r), m.id
LIMIT 200
""",
    ),
    LookUp(
        "07-on-a-day", "某日的周边关系", "What was around one on a day",
        "As 06, without what had not begun or was over on the as-of day. What has no dates stays.",
        """
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
WHERE coalesce(r.from_day, r.at_day, $as_of_day) <= $as_of_day AND $as_of_day <= coalesce(r.to_day, $as_of_day)
  AND COUNT { (m)--() } <= $hub
RETURN n, r, m
ORDER BY type(r), m.id
LIMIT 200
""",
    ),
    LookUp(
        "08-follow-a-case", "追踪案件", "Follow a case",
        "A case with the stages before and after it, its parties, judgments, measures and custody.",
        """
MATCH (:Case {case_no: $case_no})-[:NEXT_STAGE|MERGED_INTO*0..6]-(c:Case)
WITH DISTINCT c
OPTIONAL MATCH (c)-[r]-(m)
WHERE m:Person OR m:Organization OR COUNT { (m)--() } <= $hub
RETURN c, r, m
ORDER BY c.id, type(r), m.id
LIMIT 300
""",
    ),
    LookUp(
        "09-paths", "两者之间的路径", "Paths between two",
        "The shortest paths of up to six steps that pass through no hub.",
        """
MATCH (a:Person|Organization|Undecided {id: $who})
MATCH (b:Person|Organization|Undecided {id: $other})
MATCH p = ALL SHORTEST (a) (()-[r]-(next WHERE next.id = $other OR COUNT { (next)--() } <= $hub)){1,6} (b)
RETURN p
LIMIT 20
""",
    ),
    LookUp(
        "10-ties", "关联及其依据", "Ties and what they rest on",
        "TIED_TO joins two who share something; this draws the shared phone, home, vehicle, employer or account too.",
        """
MATCH (n:Person|Organization|Undecided {id: $who})-[t:TIED_TO]-(m)
OPTIONAL MATCH (n)-[x]-(via)-[y]-(m)
WHERE via.id = t.via
RETURN n, t, m, x, via, y
ORDER BY t.size, m.id
LIMIT 100
""",
    ),
    LookUp(
        "11-records", "依据的记录", "The records behind it",
        "A table: which records say each relationship of one, and how sure the identities at its ends are.",
        """
MATCH (n:Person|Organization|Undecided {id: $who})-[r]-(m)
UNWIND r.records AS record
RETURN type(r) AS type, labels(m)[0] AS label, m.id AS other, record, r.confidence AS confidence
ORDER BY type, other, record
LIMIT 500
""",
    ),
    LookUp(
        "12-hubs", "最大的枢纽", "The largest hubs",
        "A table: phones, addresses, vehicles, accounts, numbers and employers that more than `$hub` share.",
        """
MATCH (n:Phone|Address|Vehicle|Account|IdNumber|Organization)
WHERE n.holders > $hub
RETURN labels(n)[0] AS label, n.id AS id, n.holders AS holders
ORDER BY holders DESC, id
LIMIT 50
""",
    ),
    LookUp(
        "13-what-there-is", "图中有什么", "What there is",
        "A table: the number of nodes of each label.",
        """
MATCH (n)
UNWIND labels(n) AS label
RETURN label, count(*) AS nodes
ORDER BY nodes DESC, label
""",
    ),
    LookUp(
        "14-state", "图的状态", "The state of the graph",
        "Whose graph this is, of which generation, and whether it is being written just now.",
        """
MATCH (m:Meta)
RETURN m.workspace AS workspace, m.generation AS generation, m.updating AS updating
""",
    ),
)  # fmt: skip


def look_up_parameters() -> str:
    """Return the saved commands that set what look-ups ask for."""
    lines = [parameter_line(name, literal(value), meaning) for name, (value, meaning) in LOOKED_UP.items()]
    return "// 00 查询参数 · What to look for\n" + "".join(lines)
