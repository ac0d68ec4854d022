"""
Secrets in the words of a command and in texts, before they lie in a folder that anybody may read. A short form of what Node does
again, and more thoroughly, when the run is brought into a ledger (docs/reference/secrets.md); tags are spelled the same.
"""

import re

_VENDORS = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|(?:hf_|api_org_)[A-Za-z0-9]{30,}"
    r"|sk-(?:ant|proj|svcacct|admin|or-v\d)-[\w-]{20,}|sk-(?=[A-Za-z]{0,60}[0-9])[A-Za-z0-9]{32,}|wandb_v\d_\w{40,}|gsk_[A-Za-z0-9]{40,}|r8_[A-Za-z0-9]{37,}"
    r"|nvapi-[\w-]{50,}|AIza[\w-]{35}|xox[abeoprs]-[\w.-]{10,}|npm_[A-Za-z0-9]{36,}|pypi-A[\w-]{50,}|dapi[0-9a-f]{32}|hv[sbr]\.[\w-]{24,}"
    r"|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)"
)
_USER = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#\"'`<>@]+@(?!sha\d{3}:)")
_QUERY = re.compile(r"([?&](?:[\w-]*(?:token|signature|secret|api_?key|credential)|sig)=)[^&\s\"'`<>#]{8,}", re.I)
_FLAG = re.compile(r"^--?([A-Za-z][\w.-]+)$")
_PAIR = re.compile(r"^((?:--?|\+{0,2})([A-Za-z_][\w.-]*)=)(.+)$", re.S)
_ASSIGNMENT = re.compile(
    r"([A-Za-z_][\w.-]{0,60})([\"']?\]?[ \t]{0,8}(?:=|:)[ \t]{0,8}|(?<=[\w])[ \t]{1,4})(?:([\"'])([^\"'\r\n]{4,512})\3|([^\s\"'`,;)}\]]{4,512}))"
)
_INNOCENT = frozenset(
    """pad eos bos unk mask cls sep special next prev first last start end image prompt extra decoder encoder forced stop new label target
    source word sub per num max min avg total trigger primary foreign cache sort partition public hash dict rng random seed metric text input
    output feature column group join index config state dataset monitor lookup object map split query""".split()
)
_PASSWORDS = ("password", "passwords", "passwd", "passphrase", "pwd")
_SECRETS = ("secret", "secrets", "apikey", "credential", "credentials", "authorization")
_SWITCHES = frozenset("no not has have is without skip ask allow requires needs use".split())
_FILLER = re.compile(r"^(?:none|null|true|false|yes|no|env|string|str|auto|token|password|secret|key|prompt|ask|[xX*.?_-]+|<.*>|\[redacted:.*\])$|^\$|^%\w+%?$|^\{", re.I)
_ELSEWHERE = re.compile(r"^(?:\.{1,2}/|~/|/[^+=]*$|[a-z][a-z0-9+.-]*://)|\.(?:pem|key|json|ya?ml|toml|txt|env|ini|cfg|csv|py)$", re.I)


def rule_of(name):
    """`password` or `named-secret`, by what the name of a flag or variable says; None where it says nothing."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    parts = [part for part in re.split(r"[^a-z0-9]+", spaced.lower()) if part]
    if not parts or parts[0] in _SWITCHES:
        return None
    last, before = parts[-1], parts[-2] if len(parts) > 1 else ""
    if last in _PASSWORDS or last.endswith(("password", "passphrase")):
        return "password"
    if last in _SECRETS or (last == "keys" and before == "api"):
        return "named-secret"
    if last in ("token", "auth") or (last == "key" and before):
        return None if before in _INNOCENT else "named-secret"
    return None


def masked_argv(argv):
    """The words of a command with `[redacted:<rule>]` in the place of secrets: `--token X`, `--password=X`, `API_KEY=X`, URLs."""
    words = [str(word) for word in argv]
    return [_word(word, words[at - 1] if at else "") for at, word in enumerate(words)]


def masked_text(text):
    """A text (of stderr, of a notebook's cells) without tokens, passwords of URLs, and values of names that say they are secret."""
    return _ASSIGNMENT.sub(_assignment, masked_url(text))


def masked_url(text):
    """Without `user:password@`, tokens in the query, and what a vendor's prefix gives away."""
    return _VENDORS.sub("[redacted:token]", _QUERY.sub(r"\1[redacted:url-token]", _USER.sub(r"\1", text)))


def _word(word, before):
    flag = _FLAG.match(before)
    rule = rule_of(flag.group(1)) if flag else None
    if rule and _is_secret(word):
        return "[redacted:%s]" % rule
    pair = _PAIR.match(word)
    rule = rule_of(pair.group(2)) if pair else None
    if rule and _is_secret(pair.group(3)):
        return "%s[redacted:%s]" % (pair.group(1), rule)
    # A script after `-c` is a text.
    return masked_text(word) if " " in word else masked_url(word)


def _is_secret(value):
    if len(value) < 4 or value.startswith("--") or _FILLER.match(value) or _ELSEWHERE.search(value):
        return False
    return not re.match(r"^-?[\d.]{1,7}$", value)


def _assignment(match):
    name, sign, quote, quoted, bare = match.groups()
    value = quoted if quoted is not None else bare
    rule = rule_of(name)
    if rule is None or not _is_secret(value) or (sign.isspace() and not _is_flag(match)):
        return match.group(0)
    # Bare words of code are names (`token = get_token`), not values.
    if quoted is None and not re.search(r"\d", value) and rule != "password":
        return match.group(0)
    return "%s%s%s[redacted:%s]%s" % (name, sign, quote or "", rule, quote or "")


def _is_flag(match):
    return match.string[max(0, match.start() - 2) : match.start()] == "--"
