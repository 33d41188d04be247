"""Issues of an invented magazine, shaped as a converted one: a visual line a line, blank lines between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAGAZINE = "海湾科技"
UNIT = re.compile(r"[!-~]+|[^!-~]")


@dataclass(frozen=True)
class Piece:
    """An article: its parts are headings (no full stop at the end), paragraphs, and tables (tuples of lines)."""

    title: str
    byline: str
    parts: tuple[str | tuple[str, ...], ...]


def normal(text: str) -> str:
    """Normal form: NFKC, case folded, all white space removed."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def wrap(text: str, size: int = 24) -> list[str]:
    """Visual lines of a paragraph; words in Latin letters and numbers are not broken."""
    lines, line = [], ""
    for unit in UNIT.findall(text):
        if line and len(line) + len(unit) > size and unit not in "，。；：、！？”》）■":
            lines.append(line)
            line = ""
        line += unit
    return [*lines, line] if line else lines


def issue(articles: Sequence[Piece], year: int = 2031, number: int = 4, magazine: str = MAGAZINE, page: int = 3) -> str:
    """The text of an issue, an article a page, each page closed by its running head."""
    pages = []
    for shift, article in enumerate(articles):
        lines = [article.title, article.byline]
        *parts, last = article.parts
        for part in [*parts, f"{last}■" if isinstance(last, str) else last]:
            lines += list(part) if isinstance(part, tuple) else wrap(part)
        pages.append("\n\n".join([*lines, f"{magazine} {year}年第{number}期 专题 {page + shift}"]))
    return "\n ".join(["", *pages])[1:] + "\n"


def write(folder: Path, text: str, name: str = "haiwan.txt") -> Path:
    """A file with that text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


BUOYS = Piece(
    "青鹭湖浮标观测网建成",
    "□ 文 ／ 沈 岚 湖畔大学",
    (
        "青鹭湖浮标观测网于2030年6月18日建成，由32个浮标组成，覆盖湖面156平方公里。观测网由湖畔大学水文系设计，"
        "总投入为4800万元。每个浮标每隔15分钟上报一次水温和溶解氧读数。湖区过去靠人工划船取样，一周只能取两次。",
        "读数怎样使用",
        "管理站根据读数调整三处闸门的开启时间，去年夏天蓝藻面积比前年减少37.5%。管理站站长程远舟教授说，"
        "浮标的电池每两年更换一次，更换时不必拖回岸边。因为湖底淤泥会缠住锚链，所以浮标改用了双锚结构。"
        "观测网的数据向全市中学开放，已有41所学校申请了账号。",
        "下一步的安排",
        "管理站计划在2032年增加12个浮标，并在入湖的四条河口各设一座岸基雷达。岸基雷达能够在雾天识别漂浮物，"
        "识别距离为2.6公里。沈岚认为，最难的部分是让读数在冬季结冰时不中断。",
    ),
)
BATTERIES = Piece(
    "云杉谷纸电池作坊的三年",
    "□ 文 ／ 陆 遥 欧阳青 云杉研究院",
    (
        "纸电池是指用芦苇浆压成薄片、再浸入盐溶液制成的一次性电池。云杉谷的纸电池作坊2028年开工，现有员工86人。"
        "作坊的创始人是乔松年，他原来在造纸厂做质检。纸电池弯折200次仍可供电，埋进土里90天就会分解。",
        "三个车间的分工",
        "东车间负责打浆，西车间负责浸盐，南车间负责封装。三个车间之间用悬索小车运送半成品，每小时往返18趟。"
        "作坊与邻近的五所职业学校签了协议，学徒期为8个月。",
        (
            "表1 纸电池作坊各车间的产量（单位：片）",
            *("车间", "东车间", "西车间", "南车间"),
            *("首年产量", "1260", "1355", "984"),
            *("次年产量", "2418", "2607", "1873"),
        ),
        "作坊明年打算把产量提高一倍，同时把每片的成本从3.2元降到1.9元。为了保证芦苇供应，"
        "作坊在谷口租下了700亩湿地。湿地同时是候鸟的停歇地，收割只能在冬至以后进行。",
    ),
)
CLOCK = Piece(
    "柳汀镇潮汐钟楼修复记",
    "□ 文 ／ 张 明 某某大学",
    (
        "柳汀镇的潮汐钟楼建于1911年，高27.4米，是沿海唯一用潮水驱动的钟楼。钟楼在1962年停摆，2029年9月3日重新报时。"
        "修复由镇政府和古建协会共同出资，造价1350万元。",
        "机芯的难题",
        "修复队在钟楼地下找到了一套备用齿轮，齿轮共有214个齿。原来的铜齿轮被海水腐蚀，队员改用了镍铝青铜。"
        "工程师费新雨说，潮差不足1.2米时钟楼会自动切换到弹簧储能。钟楼每天的误差不超过4秒。",
        "《柳汀镇文物保护办法》规定，钟楼每五年必须全面检修一次，检修期间参观暂停。"
        "镇上为钟楼设了三名专职守钟人，分别是贺兰、邱平和韦大川。",
    ),
)
MOSS = Piece(
    "石榴坪苔藓屋顶试验",
    "□ 文 ／ 韩 松 湖畔大学",
    (
        "石榴坪的苔藓屋顶试验从2027年开始，共铺设了58间民居，面积合计6400平方米。苔藓屋顶在暴雨时能够截留68%的雨水，"
        "比草坪屋顶高出21个百分点。试验由韩松主持，县农业局提供了苗床。",
        "居民怎么看",
        "入户访问显示，夏季室内温度平均下降3.8度，空调用电减少四分之一。也有居民抱怨苔藓引来了蜗牛，"
        "试验组于是在檐口加了一圈铜条。铜条的费用由居民自己承担，每户约260元。",
        "为什么选苔藓",
        "选择苔藓的原因是它没有根系，不会扎破防水层。苔藓还耐得住石榴坪冬季的大风。试验组比较过四种苔藓，"
        "最后选定了砂藓和灰藓两种。英文资料把这种屋顶叫作moss roof，县里印了两千份图解。",
    ),
)
FOG = Piece(
    "望潮台海雾收集网",
    "□ 文 ／ 沈 岚 湖畔大学",
    (
        "望潮台海雾收集网由24张竖网组成，每张网高5米、宽12米。2030年全年收集淡水3150吨，够岛上190户居民用四个月。"
        "收集网的编织方法由渔民钟阿婆传授，网线是回收的渔网尼龙。",
        "成本与维护",
        "每吨水的成本为6.4元，而船运淡水每吨要38元。维护队共7人，台风来临之前要把竖网全部放倒。"
        "2030年台风“木槿”过境，收集网没有一张损坏。",
        "岛上学校把收集网编进了科学课，学生每周记录一次网上的凝水量。记录表明，凌晨四点到六点收得最多。",
    ),
)
FERRY = Piece(
    "白沙洲无人渡船通航",
    "□ 文 ／ 本刊记者 顾 明",
    (
        "白沙洲无人渡船在2031年1月8日通航，一次可载48人，航线全长3.7公里。渡船由海湾造船公司制造，单船造价920万元。"
        "渡船靠四台激光雷达和两套声呐避碰，遇到大雾自动减速。",
        "票价与班次",
        "渡船每20分钟一班，票价3元，六十岁以上的老人免费。试航期间共运送乘客11.6万人次，准点率达到98.2%。"
        "岸上设有远程值守室，一名值守员同时看护四艘渡船。",
        "条例还没有跟上",
        "《白沙洲水上交通条例》没有提到无人船，航运局正在起草修订意见。航运局局长柏青山说，修订的重点是事故责任怎样划分。",
    ),
)
ARTICLES = (BUOYS, BATTERIES, CLOCK, MOSS, FOG, FERRY)
LATER = (
    Piece(
        "枫溪镇木构廊桥的传感器",
        "□ 文 ／ 沈 岚 湖畔大学",
        (
            "枫溪镇的木构廊桥装上了76个应变传感器，传感器藏在榫卯里。廊桥建于清代，桥长64米。"
            "传感器的电量够用六年，数据每晚回传一次。桥上的榫卯在梅雨季会膨胀，膨胀超过2毫米时系统报警。",
            "廊桥守护队有队员15人，每月巡查一次。守护队队长是木匠纪长庚，他参加过四座廊桥的大修。",
        ),
    ),
    Piece(
        "银杏岭冰窖书库启用",
        "□ 文 ／ 顾 明 海湾出版社",
        (
            "银杏岭冰窖书库在2031年11月启用，藏有古籍8300册。冰窖书库终年保持在零下6度，湿度控制在45%。"
            "书库利用废弃的采石场改建，改建费用为2700万元。",
            "读者要看书，须提前两天预约，书在过渡间回温十二小时之后才能打开。书库的主任是冉秋实。",
        ),
    ),
)
THIRD = (
    Piece(
        "竹影村蜂箱邮局的十年",
        "□ 文 ／ 顾 明 海湾出版社",
        ("竹影村蜂箱邮局开办于2022年，信件由养蜂人随蜂箱运送。邮局一年寄出明信片5200张，邮戳是一只工蜂。",),
    ),
    Piece(
        "稻香浦陶瓷电台恢复播音",
        "□ 文 ／ 韩 松 湖畔大学",
        ("稻香浦陶瓷电台在2032年5月恢复播音，发射塔由陶瓷环叠成。电台每天播音六小时，听众多半是渔民和茶农。",),
    ),
)
SOURCE_LINE = "摘编自《海湾科技》2031年第4期《{}》，由编写组用自己的话转述。"


def full() -> str:
    """The six articles of 海湾科技 2031年第4期."""
    return issue(ARTICLES)


def later() -> str:
    """The two articles of 海湾科技 2032年第1期."""
    return issue(LATER, 2032, 1)


def third() -> str:
    """The two short articles of 海湾科技 2033年第2期."""
    return issue(THIRD, 2033, 2)


def digest() -> str:
    """An issue of another name, four of whose six articles close with a line that names 海湾科技 2031年第4期."""
    said = tuple(
        Piece(f"{article.title}（摘要）", "□ 文 ／ 某某编写组", (*article.parts[:2], *_source(article, at)))
        for at, article in enumerate(ARTICLES)
    )
    return issue(said, 2040, 1, "海湾样刊", 1)


def _source(article: Piece, at: int) -> tuple[str, ...]:
    told = "另外两篇没有注明出处。" if at > 3 else SOURCE_LINE.format(article.title)
    return (told,)
