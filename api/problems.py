"""What can go wrong over HTTP, as RFC 9457 problems: one sentence per code and language."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
LANGUAGES = ("zh", "en")

# code: (status, title zh, title en, detail zh, detail en); {names} in the details are filled in.
SENTENCES: dict[str, tuple[int, str, str, str, str]] = {
    "not_signed_in": (
        401, "尚未登录", "Not signed in",
        "请先登录，或在 Authorization: Bearer 中提供有效的密钥。",
        "Log in, or send a key that is in force as Authorization: Bearer.",
    ),
    "key_not_in_force": (
        401, "密钥无效", "Key not in force",
        "该密钥不存在、已过期或已吊销。请向管理员申请新的密钥。",
        "This key is unknown, has expired or was revoked. Ask the administrator for a new one.",
    ),
    "wrong_password": (
        401, "登录失败", "Not let in",
        "姓名或密码不正确。", "The name or the password is wrong.",
    ),
    "too_many_tries": (
        429, "尝试次数过多", "Too many tries",
        "密码连续输错多次，请稍后再试，最多等待五分钟；也可请管理员重新邀请。",
        "Too many wrong passwords in a row. Wait, five minutes at most, or ask the administrator for a new invitation.",
    ),
    "busy": (
        429, "服务繁忙", "Busy",
        "同类请求正在处理，请稍后再试。", "The server is busy with others of this kind. Try again in a moment.",
    ),
    "invitation_not_in_force": (
        404, "邀请链接无效", "Invitation not in force",
        "该链接不存在、已使用或已过期。请向管理员索取新的链接。",
        "This link is unknown, was used or has expired. Ask the administrator for a new one.",
    ),
    "password_too_short": (
        422, "密码过短", "Password too short",
        "密码至少需要 10 个字符。", "A password needs at least 10 characters.",
    ),
    "password_too_long": (
        422, "密码过长", "Password too long",
        "密码最多 200 个字符。", "A password has at most 200 characters.",
    ),
    "other_origin": (
        403, "来源不符", "Another origin",
        "登录状态下的更改只能由本页面发出。", "With a login, changes are taken from this page alone.",
    ),
    "administrators_see_no_case_data": (
        403, "管理员不能查看案件数据", "Administrators see no case data",
        "管理员负责邀请用户，不能查看人员、案件和线索。请以检察官身份登录。",
        "Administrators invite others and see no persons, cases or leads. Log in as an investigator.",
    ),
    "not_for_your_role": (
        403, "无此权限", "Not for your role",
        "您的角色不能进行此操作。请联系管理员。", "Your role may not do this. Ask the administrator.",
    ),
    "not_for_keys": (
        403, "密钥无此权限", "Not for keys",
        "系统密钥不能进行此操作，须由人员登录后进行。", "Keys of systems may not do this; a person has to log in.",
    ),
    "key_does_not_reveal": (
        403, "密钥不能查看明文", "This key does not reveal",
        "该密钥创建时未允许查看姓名和号码。请去掉 reveal，或申请允许查看明文的密钥。",
        "This key was not made to see names and numbers. Leave out reveal, or ask for a key that reveals.",
    ),
    "reason_needed": (
        422, "缺少事由", "A reason is needed",
        "请用几个字说明事由。", "Say in a few words what this is for.",
    ),
    "nothing_sought": (
        422, "缺少检索内容", "Nothing to search for",
        "请输入姓名、号码、电话、车牌或案号。", "Give a name, a number, a phone, a plate or a case number.",
    ),
    "no_such_entity": (
        404, "未找到", "Not found",
        "没有编号为 {id} 的对象。请先检索。", "Nothing has the id {id}. Search for it first.",
    ),
    "became_several": (
        409, "已拆分为多个对象", "Became several",
        "{id} 已拆分为：{ids}。请选择其中之一。", "{id} has become several: {ids}. Ask for one of them.",
    ),
    "no_such_mention": (
        404, "未找到记录", "No such mention",
        "没有记录 {id}。", "There is no mention {id}.",
    ),
    "same_twice": (
        422, "须为两个不同的对象", "The same twice",
        "判断须针对两条不同的记录或两个不同的对象。", "A judgement is about two mentions or entities that differ.",
    ),
    "no_such_judgement": (
        404, "没有该判断", "No such judgement",
        "没有编号为 {id} 的判断。", "There is no judgement {id}.",
    ),
    "judgement_withdrawn": (
        409, "判断已撤回", "Withdrawn already",
        "判断 {id} 已被撤回。", "The judgement {id} is withdrawn already.",
    ),
    "no_such_lead": (
        404, "没有该线索", "No such lead",
        "没有编号为 {id} 的线索。", "There is no lead {id}.",
    ),
    "no_such_case": (
        404, "没有该案件", "No such case",
        "没有案号为 {id} 的案件。请核对案号。", "No case has the number {id}. Check the number.",
    ),
    "no_such_model": (
        404, "没有该模型", "No such model",
        "没有模型 {id}。", "There is no model {id}.",
    ),
    "no_such_rule": (
        422, "没有该规则", "No such rule",
        "模型 {model} 没有规则 {rule}。", "Model {model} has no rule {rule}.",
    ),
    "no_such_user": (
        404, "没有该用户", "No such user",
        "没有用户 {id}。", "There is no user {id}.",
    ),
    "last_administrator": (
        422, "最后一名管理员", "The last administrator",
        "{id} 是最后一名管理员。请先邀请另一名管理员，待其加入后再停用。",
        "{id} is the last administrator. Invite another first, who has to accept.",
    ),
    "no_such_file": (
        404, "没有该文件", "No such file",
        "没有装载过文件 {id}。", "No file {id} was loaded.",
    ),
    "no_such_parameter": (
        422, "没有该查询参数", "No such query parameter",
        "没有查询参数 {id}；已有：{known}。", "There is no query parameter {id}; known are {known}.",
    ),
    "no_such_kind": (
        422, "没有该类别", "No such kind",
        "没有类别 {id}；已有：{known}。", "There is no kind {id}; known are {known}.",
    ),
    "same_entity": (
        422, "起点与终点相同", "The same entity",
        "路径的两端须是两个不同的对象。", "A path leads from one entity to another.",
    ),
    "if_match_needed": (
        428, "缺少 If-Match", "If-Match is needed",
        "请在 If-Match 中给出所见线索的版本（ETag），以免覆盖他人的修改。",
        "Send the version of the lead that you saw (its ETag) as If-Match, so that nobody overwrites another.",
    ),
    "changed_meanwhile": (
        412, "线索已被他人修改", "Changed meanwhile",
        "您打开之后，该线索已有修改。请重新打开后再作决定。",
        "The lead was changed since you opened it. Open it again, then decide.",
    ),
    "nothing_to_change": (
        422, "没有修改内容", "Nothing to change",
        "请给出新的状态或承办人。", "Give a new status or an assignee.",
    ),
    "no_such_status": (
        422, "没有该状态", "No such status",
        "没有状态 {id}；已有：{known}。", "There is no status {id}; known are {known}.",
    ),
    "no_such_assignee": (
        422, "没有该承办人", "No such assignee",
        "{id} 不是可承办线索的用户。", "{id} is no user who may work on leads.",
    ),
    "rule_out_of_time": (
        504, "规则超时", "Out of time",
        "规则在 {seconds} 秒内没有完成。请缩小参数范围，或延长时限。",
        "The rule did not finish within {seconds} seconds. Narrow its parameters, or give it more time.",
    ),
    "out_of_time": (
        504, "查询超时", "Out of time",
        "图数据库没有及时完成查询。请缩小范围，或稍后再试。",
        "The graph did not answer in time. Ask for less, or try again later.",
    ),
    "rule_failed": (
        422, "规则无法运行", "The rule could not be run",
        "规则 {rule} 无法以这些参数运行。", "Rule {rule} could not be run with these parameters.",
    ),
    "parameter_refused": (
        422, "参数不符合要求", "Parameter refused",
        "参数的名称、类型或取值不符合要求，请对照模型说明检查。", "{said}",
    ),
    "request_invalid": (
        422, "请求不符合要求", "The request is not valid",
        "请求中以下内容不符合要求：{where}。", "The request has mistakes: {said}.",
    ),
    "too_large": (
        413, "请求过大", "Too large",
        "请求正文不得超过 1 MB。", "The body of a request has at most 1 MB.",
    ),
    "not_storable": (
        422, "含有无法处理的字符", "Not a text",
        "请求中含有数据库无法保存的字符。请去掉控制字符。",
        "The request holds characters that no database keeps. Leave out control characters.",
    ),
    "not_found": (
        404, "没有该页面", "No such page", "没有该地址。", "There is nothing at this address.",
    ),
    "method_not_allowed": (
        405, "方法不允许", "Method not allowed",
        "该地址不支持此方法。", "This address does not answer to this method.",
    ),
    "not_ready": (
        503, "尚未就绪", "Not ready",
        "工作区尚无可查询的结果，或数据库不可用。请联系管理员运行 clew run，并检查数据库。",
        "The workspace holds no results yet, or a database is out of reach. The operator runs `clew run` and looks.",
    ),
    "older_workspace": (
        503, "工作区由旧版本生成", "An older workspace",
        "工作区由旧版本生成，尚无所需数据。请联系管理员再运行一次 clew run。",
        "This workspace was resolved by an older Clew. The operator runs `clew run` on it once more.",
    ),
    "journal_out_of_reach": (
        503, "日志不可用", "The journal is out of reach",
        "无法写入查询日志，因此不予回答。请联系管理员检查数据库。",
        "The look-up cannot be journalled, so it is not answered. Ask the operator to look at the database.",
    ),
    "refused": (
        422, "请求无法完成", "It cannot be done", "{said}", "{said}",
    ),
    "fault": (
        500, "程序故障", "A fault of the program",
        "程序出现故障，编号 {id}。请将编号告知管理员。",
        "Clew met a fault, number {id}. Please pass the number on to the operator.",
    ),
}  # fmt: skip


class Problem(Exception):
    """Something that is answered as a problem; `values` fill the sentence of its code."""

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None, **values: object) -> None:
        self.code, self.values, self.headers = code, values, dict(headers or {})
        self.status = SENTENCES[code][0]
        super().__init__(code)

    def answer(self, language: str) -> JSONResponse:
        """Return the problem in a language."""
        status, title_zh, title_en, detail_zh, detail_en = SENTENCES[self.code]
        title, detail = (title_zh, detail_zh) if language == "zh" else (title_en, detail_en)
        told = {name: str(value) for name, value in self.values.items()}
        body = {
            "type": f"urn:clew:problem:{self.code}", "title": title, "status": status,
            "detail": detail.format(**told), "code": self.code,
        }  # fmt: skip
        headers = {**self.headers, "Content-Language": language, "Cache-Control": "no-store"}
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(body, status, headers, MEDIA_TYPE)


def language_of(request: Request) -> str:
    """Return the language a caller prefers: the first of zh and en in Accept-Language by weight, else English."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        name, _, given = part.strip().partition(";q=")
        language = name.strip().lower().partition("-")[0]
        try:
            weight = float(given) if given else 1.0
        except ValueError:
            weight = 0.0
        if language in LANGUAGES and weight > 0:
            wanted.append((-weight, place, language))
    return min(wanted)[2] if wanted else "en"


def of_validation(errors: list[Any]) -> Problem:
    """Return the problem of a request that does not fit its form: each place with what is wrong, not what was given."""

    def place(one: Any) -> str:
        # What lies deeper, or is not known, is named by whoever asks.
        return ".".join(map(str, one["loc"][: 1 if one["type"] == "extra_forbidden" else 2]))

    said = "; ".join(f"{place(one)}: {one['msg']}" for one in errors)
    return Problem("request_invalid", said=said, where="、".join(dict.fromkeys(place(one) for one in errors)))
