"""How the two digests are laid out: the shapes of their tables, and what is drawn from the figures in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from reportlab.lib.colors import HexColor

from tests.typeset.digests import figures
from tests.typeset.digests.figures import Look, Told

Data = tuple[tuple[str, float, str], ...]


class Place(Enum):
    """Where a float stands: in a column, or over all of them on the first or the last page of its article."""

    COLUMN = auto()
    FOOT = auto()
    HEAD = auto()
    END = auto()


@dataclass(frozen=True)
class Drawn:
    """A float that the text does not hold: after which part of the article on which page it comes."""

    page: int
    after: int
    kind: type[Told]
    caption: str
    data: Data
    place: Place = Place.COLUMN


@dataclass(frozen=True)
class Plan:
    """The layout of an issue."""

    stem: str
    look: Look
    columns: int
    ems: float  # in a line
    size: float
    boxed: bool  # is the abstract in a box over all columns
    head: bool  # does the running head stand at the head of the page
    shapes: tuple[tuple[int, int], ...]
    unruled: tuple[int, ...]  # the pages whose table has no rules
    drawn: tuple[Drawn, ...]


def said(text: str, unit: str = "") -> Data:
    """`label figure, label figure`: what bars show."""
    pairs = (item.rsplit(" ", 1) for item in text.split(", "))
    return tuple((label, float(figure), figure + unit) for label, figure in pairs)


def told(text: str) -> Data:
    """`head=words, head=words`: what a box, a line of time or layers show."""
    pairs = (item.split("=", 1) for item in text.split(", "))
    return tuple((head, 0.0, words) for head, words in pairs)


COLUMN, FOOT, HEAD, END = Place
BARS, COLUMNS, FACTS = figures.Bars, figures.Columns, figures.Facts
FIRST = Plan(
    stem="hangke-yangkan-2026-01",
    look=Look(HexColor("#0b5c6b"), HexColor("#e6f0f1")),
    columns=2,
    ems=23,
    size=10.4,
    boxed=True,
    head=True,
    shapes=((5, 2), (7, 4), (7, 2), (5, 2), (4, 2), (7, 4), (5, 3), (4, 2), (5, 3), (6, 3), (6, 2)),
    unruled=(8, 11, 17, 22),
    drawn=(
        Drawn(6, 7, BARS, "图2 企业数最多的区（单位：家）", said(
            "电子信息·滨江 466, 先进制造·余杭 238, 高技术服务·滨江 189, 新材料·余杭 146, "
            "生物医药·滨江 65, 资源环境·余杭 48"), END),
        Drawn(6, 0, FACTS, "数字看高企", told(
            "3785家=有效“国高企”, 11家=省创新型领军企业, 11107家=省科技型中小企业（超）, "
            "1418家=省级研究院等机构, 57.2%=占规上工业增加值"), FOOT),
        Drawn(6, 0, COLUMNS, "图1 八大领域高企占全市的比重（单位：%）", said(
            "电子信息 28.59, 先进制造 25.23, 高技术服务 15.80, 新材料 12.18, 生物与医药 7.58, 资源与环境 6.63, "
            "新能源与节能 3.83, 航空航天 0.16"), HEAD),
        Drawn(6, 9, FACTS, "高企总数的名次", told("第一=滨江（高新）区, 第二=余杭区, 第三=西湖区, 第四=萧山区")),
        Drawn(9, 4, figures.Timeline, "图1 薛其坤讲到的几个年份", told(
            "1879年=霍尔效应, 1900年=首次提出量子概念, 1947年=发明晶体管, 1980年=量子霍尔效应, "
            "2013年=量子反常霍尔效应")),
        Drawn(11, 0, FACTS, "首批试点", told(
            "24个=2019年首批省级试点, 2114亿元=总投资超过此数, 12.26万人=直接受益居民超过此数"), FOOT),
        Drawn(12, 4, COLUMNS, "图1 累计的药品批件（单位：个）", said("化药 982, 中药 506, 生物制品 40")),
        Drawn(12, 0, FACTS, "数字看产业", told(
            "518亿元=2018年主营业务收入, 224亿元=2018年工业增加值, 236项=临床试验, 4614件=国内有效发明专利"), FOOT),
        Drawn(12, 0, BARS, "图2 各区县的高新技术企业（单位：家）", said(
            "余杭区 67, 滨江区 65, 西湖区 32, 萧山区 23, 桐庐县 21, 江干区 16", "家"), HEAD),
        Drawn(12, 0, COLUMNS, "图3 各区县的初创企业（单位：家）", said(
            "余杭区 42, 滨江区 24, 江干区 13, 西湖区 8, 萧山区 1, 桐庐县 1"), END),
        Drawn(14, 5, FACTS, "数字看区块链", told(
            "680家=2016年阿里系创业项目, 9.4%=首选落地杭州的项目, 2000亿元=万向创新聚能城投资额")),
        Drawn(15, 3, BARS, "图1 中国2017年的发明专利（单位：万件）", said("申请 138.3, 授权 42")),
        Drawn(18, 4, FACTS, "数字看3D打印", told(
            "30余家=相关的杭州企业, 4.1亿元=先临三维2018年营业收入, 30%=合同金额的资助比例")),
        Drawn(20, 2, BARS, "图1 专业人才的学历（单位：%）", said("本科 54, 大专 22, 硕士 7, 博士 1", "%")),
        Drawn(20, 9, BARS, "图2 企业的招聘渠道（单位：%）", said("网络招聘 86, 内部推荐 76, 社会招聘 66", "%")),
        Drawn(20, 0, BARS, "图4 企业未来一年的人才需求（单位：%）", said("增加 81, 不变 16, 减少 3", "%"), END),
        Drawn(20, 0, FACTS, "数字看调查", told(
            "587家=人工智能企业样本, 110家=生物技术等企业样本, 69个=紧缺岗位, +78%=净雇佣前景指数"), FOOT),
        Drawn(20, 0, COLUMNS, "图3 专业人才的年龄（单位：%）", said(
            "25周岁及以下 18, 26-35周岁 53, 36-45周岁 21", "%"), HEAD),
    ),
)  # fmt: skip
SECOND = Plan(
    stem="hangke-yangkan-2026-02",
    look=Look(HexColor("#9a3324"), HexColor("#f6ebe7")),
    columns=3,
    ems=15.5,
    size=9.9,
    boxed=False,
    head=False,
    shapes=((4, 3), (4, 4), (5, 2), (4, 3), (5, 2), (5, 3), (6, 3), (6, 4), (6, 2)),
    unruled=(9, 12, 16),
    drawn=(
        Drawn(5, 4, BARS, "图1 指数统计的企业数（单位：家）", said("北京 486, 上海 248, 深圳 157, 杭州 83")),
        Drawn(6, 0, FACTS, "数字看会议", told(
            "15个=科技部的开源平台, 2个=其中位于杭州, 5年=领跑智能产品的时间, 3个=试验区在长三角"), FOOT),
        Drawn(7, 0, BARS, "图1 图谱企业的融资与上市（单位：家）", said(
            "公布融资 289, 未透露 201, 上市 43, 新三板 19"), FOOT),
        Drawn(8, 0, figures.Layers, "图1 图谱的三层", told(
            "应用层=交通、医疗、安防等, 技术层=语音、视觉、算法等, 底层硬件=芯片、传感器"), FOOT),
        Drawn(9, 0, COLUMNS, "图1 每家企业的平均专利（单位：件）", said("人工智能企业 86, 全市企业 11"), FOOT),
        Drawn(10, 0, FACTS, "数字看教育", told(
            "215所=开设人工智能本科的高校, 171所=获批的高职院校, 15家=开放创新平台, 11个=获批的试验区"), FOOT),
        Drawn(11, 0, figures.Layers, "图1 城市大脑的两个版本", told("1.0=从交通治堵入手, 2.0=跨领域数据共享"), FOOT),
        Drawn(12, 1, COLUMNS, "图1 全球AI人才的分布（单位：%）", said("美国 46, 中国 11")),
        Drawn(12, 0, FACTS, "数字看人才", told(
            "75%=AI人才出自国内高校（超）, 35所=2019年获批本科专业, 100名=每年计划招硕士, "
            "200名=每年计划招本科"), FOOT),
        Drawn(13, 0, FACTS, "五道瓶颈", told(
            "一=认识不深, 二=工业基础薄弱, 三=工厂网络割裂, 四=制造数据难以利用, 五=复合型人才短缺"), FOOT),
        Drawn(14, 0, FACTS, "四条建议", told("一=坚持以人为本, 二=共享惠民, 三=融合发展, 四=以科技创新为要"), FOOT),
        Drawn(15, 5, COLUMNS, "图1 AI+医疗的融资规模（单位：亿元）", said("2016年 32, 2018年 80")),
        Drawn(15, 0, FACTS, "数字看医疗", told(
            "700家=用上阅片机器人的医院（超）, 2000余例=健培科技复核的数据, 35%=药物研发的占比（超）"), FOOT),
        Drawn(16, 1, BARS, "图1 占全省创新券的比重（单位：%）", said("杭州市 30, 温州市 24, 湖州市 11", "%")),
        Drawn(16, 0, FACTS, "数字看券", told(
            "41.69亿元=创新券累计发放, 27.28亿元=确认使用, 371家=认定的服务机构, 4958场=创业辅导活动"), FOOT),
        Drawn(17, 2, BARS, "图3 样本企业2019年的专利（单位：件）", said("实用新型 2832, 发明授权 2090")),
        Drawn(17, 8, FACTS, "四条建议", told(
            "一=优势领域自主研发, 二=加强共性技术研发, 三=消灭“0专利”, 四=完善政策与预警")),
        Drawn(17, 0, COLUMNS, "图1 样本企业的发明授权（单位：件）", said("2014年 332, 2015年 775, 2019年 2090"), END),
        Drawn(17, 0, FACTS, "数字看专利", told(
            "490家=泛人工智能企业, 301家=拥有有效专利, 25889件=专利合计, 86.01件=平均每家"), FOOT),
        Drawn(17, 0, BARS, "图4 滨江区的三类专利（单位：件）", said(
            "实用新型 5999, 发明授权 4724, 外观设计 4002"), END),
        Drawn(17, 0, BARS, "图2 各层级的样本企业（单位：家）", said("应用层 406, 技术层 170, 硬件层 35", "家"), HEAD),
        Drawn(19, 0, BARS, "图1 知识产权百强榜上的企业（单位：家）", said("北京 55, 深圳 14"), FOOT),
    ),
)  # fmt: skip
PLANS = (FIRST, SECOND)
