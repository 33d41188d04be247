"""Invented Chinese text: places, bodies, firms, people and sentences, from a seeded grammar."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

PLACE_HEADS = "澜泠珑霭翊湜邺郁霁汐楮砚皋翎茗芷槿筠琮泊"
PLACE_TAILS = "川浦陵汀洲垣溪埠岭湾原渡台泽口山"
SURNAMES = "张李王赵陈周吴郑冯褚卫蒋沈韩杨朱秦许何吕施孔曹严华金魏陶姜戚谢邹柏窦章苏潘葛范彭"
GIVEN = "明远思清亦然若水嘉禾子墨景行书言知微云帆以宁承泽望舒怀瑾星河青岑牧之语彤砚秋光启长风见山临川令仪"
FIRM_HEADS = ["澄光", "远岫", "极屿", "木樨", "鲸落", "北辰汐", "九皋", "云杉", "拓维岭", "青砚", "启衡", "合光"]
FIRM_TAILS = ["科技", "智能", "生物", "材料", "信息", "装备", "能源", "机器人", "半导体", "数据"]
BODY_TAILS = [
    "科学技术局",
    "发展研究中心",
    "经济和信息化局",
    "大学城管委会",
    "产业促进会",
    "统计调查队",
    "高新区管委会",
]
SCHOOL_TAILS = ["大学", "理工学院", "工业大学", "科学院", "社会科学院", "职业技术学院", "创新研究院"]
FIELDS = [
    "人工智能", "生物医药", "量子通信", "新能源汽车", "海洋装备", "数字农业", "低空经济", "智慧交通", "集成电路",
    "高端仪器", "合成生物", "工业软件", "氢能储运", "商业航天", "柔性显示", "绿色建材", "脑机接口", "空间信息",
]  # fmt: skip
LATIN = [
    "AI", "5G", "OpenAI", "GPT-4", "IPv6", "R&D", "GDP", "LED", "PCT", "SaaS", "CRISPR", "Wi-Fi 6", "B2B", "ESG",
    "Python", "GPU", "mRNA", "LoRa", "3D", "App", "Nature", "VR",
]  # fmt: skip
THINGS = [
    "中试基地", "共享实验室", "概念验证中心", "孵化器", "检测平台", "人才公寓", "产业基金", "技术经理人队伍",
    "开放数据集", "算力中心", "专利池", "创新券", "联合攻关项目", "大型仪器网络", "科技特派员制度", "成果转化清单",
    "试点企业", "工程师培训班",
]  # fmt: skip
PROBLEMS = ["{matter}{trouble}"]
MATTERS = [
    "资金周转", "行业标准", "中间环节", "人才流动", "数据口径", "应用场景", "考核周期", "仪器使用", "部门衔接",
    "风险分担",
    "评价方式", "供需信息", "上下游配套", "政策落地", "试验条件", "融资渠道", "检测能力", "产权归属", "品牌推广",
    "冷链物流",
    "工艺路线", "关键软件", "原料供应", "电力保障", "用地指标", "环评手续", "公共交通", "外语服务", "售后体系",
    "技工培训",
    "合同条款", "样品运输", "专利布局", "财务核算", "国际认证", "备件库存", "夜间值守", "档案整理", "租金水平",
    "子女入学",
]  # fmt: skip
TROUBLES = [
    "偏慢", "不统一", "太繁琐", "不顺畅", "难以互认", "明显不足", "跟不上", "利用率低", "缺位", "过于单一", "不对称",
    "不健全",
    "时常走样", "断了档", "成本偏高", "各自为政", "时有时无", "无人负责", "说不清楚", "底数不明", "要排长队",
    "多头重复", "青黄不接",
    "弹性太小", "久拖不决", "口径打架", "门槛过高", "反复折腾", "没有先例", "只停在纸面",
]  # fmt: skip
ACTIONS = ["{doing}{manner}{measure}", "{doing}{measure}"]
DOINGS = [
    "建立", "试行", "开放", "设立", "推行", "简化", "引入", "组建", "公布", "修订", "延长", "补齐", "取消", "合并",
    "升级", "委托办理",
    "分批推出", "重新设计", "提前启用", "免费提供", "统一", "盘活", "清理", "放宽",
]  # fmt: skip
MANNERS = [
    "跨部门的", "面向小微企业的", "按年度滚动的", "由第三方评估的", "线上线下同步的", "带期限的", "可撤回的",
    "公开透明的", "与学分挂钩的",
    "有保险兜底的", "在车间里运行的", "覆盖县区的", "不设上限的", "简单明了的", "老师傅带队的", "能进能出的",
    "覆盖首台套的", "全周期的",
]  # fmt: skip
MEASURES = [
    "联席会议", "立项权限清单", "经费包干办法", "公共测试场地", "保险补偿", "揭榜挂帅机制", "验收流程", "收益分配规则",
    "技术联盟", "档案互认",
    "需求榜单", "专利检索服务", "种子资金", "移动实验室", "工程师服务队", "共享仓库", "检测补贴", "退出条款",
    "信用台账", "人才驿站", "夜校课程",
    "采购目录", "风险池", "开放接口", "回访制度", "样机陈列室", "中试排期表", "数据字典", "容错备案", "租金减免",
]  # fmt: skip
RESULTS = [
    "平均审批时间缩短了{n}天", "新增订单{num}万元", "带动{num}户农家增收", "合同成交额达到{dec}亿元",
    "登记成果{num}项", "参与企业增至{num}家", "单位能耗下降{pct}", "良品率提高到{pct}", "服务范围覆盖{n}个县区",
    "研发投入强度升至{pct}", "吸引{num}名青年科研人员落户", "每公里造价降低{pct}",
]  # fmt: skip
POLICY_WHAT = ["促进", "支持", "加快", "规范", "推进", "引导"]
POLICY_TAIL = ["若干措施", "实施细则", "三年行动计划", "管理办法", "发展规划", "指导意见"]
BOOKS = [
    "《潮水的方向》", "《慢变量》", "《工坊与星空》", "《看不见的桥》", "《一粒种子的远行》", "《技术的体温》",
    "《灯塔之下》",
]  # fmt: skip
VIEWS = ["{claim}{turn}{reason}"]
CLAIMS = [
    "创新不能只看论文", "耐心比速度要紧", "企业才是出题的人", "平台建好还要有人用", "好制度让人少跑路",
    "失败的记录值得保存", "数据要流动起来",
    "不要把试点变成盆景", "先把账算清楚", "小城市也有大学问", "技术必须回到现场", "别让设备睡在仓库",
    "标准要从用户写起", "人比机器更难调试",
    "慢工未必出细活", "规则宁少而明", "补贴不是奖状", "图纸要带到田头", "样机只是起点", "排名代替不了口碑",
]  # fmt: skip
TURNS = ["，", "，因为", "，说到底是", "，关键在于", "，前提是", "，何况", "，否则就谈不上", "，更不必说"]
REASONS = [
    "把门打开", "账本公开", "有人签字负责", "用户愿意回头", "第二年还在用", "学徒留得下来", "图纸经得起改",
    "样品过得了冬", "零件买得到", "村里也连得上网",
    "出了错敢承认", "换了领导不换章程", "下一位接得住", "合同写得明白", "老机器派上用场", "每一分钱有去处",
    "晚上也有人值班", "孩子看得懂", "邻县学得会",
    "市场说了算",
]  # fmt: skip
LINKS = [
    "与此同时", "事实上", "不过", "值得注意的是", "换个角度看", "相比之下", "调研发现", "据不完全统计", "进一步说",
    "同样", "反过来看",
    "更早的时候", "半年之后", "说来也巧", "在很多人看来", "从账面上看", "就目前而言", "在业内", "归根到底", "眼下",
    "起初", "后来", "另一方面",
    "从实际效果看", "回头再看", "除此以外", "往深处想", "放到全省来看", "以往", "令人意外的是", "按照惯例", "截至目前",
    "具体来说", "退一步讲",
    "算上配套", "抛开数字", "在座谈会上", "走出车间", "年初以来", "到了旺季",
]  # fmt: skip
TAILS = [
    "，{place}也不例外", "（{body}，{year}年）", "，{result}", "，{firm}同样如此", "，比{year}年多{num}例",
    "，这在{place}并不多见",
    "，{person}补充说", "，前后花了{n}个月", "，{school}作了记录", "，当时只有{num}人知道",
]  # fmt: skip
OPENERS = [
    "{link}，", "{link}，", "{link}，", "从{field}的实践看，", "据{body}介绍，", "{year}年以来，", "在{place}，",
    "以{firm}为例，",
    "{person}告诉记者，", "按{school}的测算，", "{year}年{month}月，", "和{place}相比，", "到{place}走一走会发现，",
    "翻开{policy}，", "谈到{field}，{person}说，", "", "", "", "", "", "", "", "", "",
]  # fmt: skip
SENTENCES = [
    "{body}在{year}年{month}月启动{field}{thing}建设，{result}，{result}。",
    "{firm}把{pct}的利润投入{field}，{n}年间{result}。",
    "{place}的{thing}已经运行{n}年，{problem}的老问题有所缓解，但{problem}、{problem}仍然突出。",
    "{person}认为，{field}的难点不在技术本身，而在{problem}。",
    "“{view}，”{person}说，“{thing}要对得起{num}名使用者。”",
    "{policy}提出，到{year}年，全市{field}企业达到{num}家，其中年收入超过{dec}亿元的不少于{n}家。",
    "记者在{place}看到，{n}条生产线上的{latin}系统每{n}分钟完成一次自检，{result}。",
    "为解决{problem}，{body}{action}，并{action}。",
    "{latin}与{field}结合之后，{firm}的{thing}{result}（见{place}{year}年统计公报）。",
    "按照{policy}的安排，{thing}分{n}批开放，首批{num}台（套）设备全部接入{latin}平台。",
    "{school}{person}团队用{n}个月做出样机，又用{n}年才走完从样机到产品的路。",
    "一是{action}；二是{action}；三是{action}。",
    "{field}、{field}和{field}三个方向合计占{place}新增项目的{pct}，比上年提高{dec}个百分点。",
    "如果{problem}得不到解决，{thing}再多，也很难变成真正的生产力。",
    "{firm}负责人{person}算过一笔账：每件产品省下{dec}元，一年就是{num}万元。",
    "到{year}年底，{place}累计发放{thing}{num}份，{result}，{result}，{result}。",
    "这一做法被写进{policy}，随后在{place}、{place}等地推开。",
    "{place}的{thing}由谁出钱，由谁担责？{person}的回答是{action}。",
    "{body}的一份报告显示，{num}家受访企业中有{pct}表示{problem}，{pct}希望尽快{action}。",
    "在{field}领域，{latin}并不是万能钥匙，{view}。",
    "{person}读过{book}之后写道：{view}，{view}。",
    "{thing}设在{place}一座旧厂房里，面积{num}平方米，常驻{num}人，平均年龄{n}岁。",
    "从“{short}”到“{short}”，{place}走了整整{n}年。",
    "数字背后是人：{num}位技术经理人往返于{school}与{firm}之间，每年行程{num}公里。",
    "{school}与{firm}共建的{thing}采用“{short}＋{short}”的办法，{result}。",
    "当然，{place}的条件并不完备，{problem}，{problem}，都需要时间来消化。",
    "{firm}的{latin}产品出口到{n}个国家和地区，{year}年{result}！",
    "专家建议，{place}应当{action}，同时避免{problem}。",
    "过去，一份申请要盖{n}个章，如今在{latin}窗口{n}个工作日就能办完。",
    "{person}的实验记录本上写满了数字：{dec}、{dec}、{dec}，最后一行是“成功”。",
    "{body}会同{school}对{num}个项目作了回访，{result}的占{pct}，没有进展的占{pct}。",
    "{policy}第{n}条规定，{thing}每{n}年评估一次，不合格的退出名单。",
    "有人担心{problem}会拖累{field}，{person}却不这样看：{view}。",
    "{year}年，{place}{field}增加值为{dec}亿元，占{latin}核算口径的{pct}。",
    "项目组先后走访{place}、{place}和{place}，整理出{num}条意见，归为{n}类。",
    "{thing}的管理者{person}坦言，最难的不是{action}，而是让{num}名师傅改变习惯。",
    "从时间上看，{field}大致经历了{n}个阶段，每个阶段都伴随着{problem}。",
    "对{firm}这样的企业来说，{action}比一次性补助{num}万元更管用。",
    "{place}坚持“{short}”，把{thing}交给企业来办，{result}。",
    "围绕{field}，{school}开设了{n}门课程，选课学生{num}人，就业率为{pct}。",
    "这里没有捷径，只有一次又一次的试验，第{num}次才得到合格的样品。",
    "{latin}技术让远程诊断成为可能，{place}的{n}家乡镇卫生院率先受益。",
    "{place}把{field}列入“十件实事”，由{body}牵头，{n}个部门配合，按月公布进度。",
    "展望{year}年，{person}希望{thing}能够{short}，让更多人看到{field}的价值。",
]  # fmt: skip
SHORTS = [
    "需求出题", "众人答题", "先用后付", "一企一策", "带土移植", "拨投结合", "以赛代评", "边试边改", "市场阅卷",
    "校地同行", "小步快跑", "串珠成链", "留白增绿", "跨前一步", "向下扎根", "轻装上阵", "破圈生长", "结伴而行",
]  # fmt: skip
HEADINGS = [
    "{field}的现状与差距", "{place}的做法", "{problem}的成因", "从{short}到{short}", "{field}的三点启示",
    "让{thing}活起来", "为什么是{place}", "{short}，{short}", "主要问题", "对策建议", "国内外的经验",
    "政策工具的选择", "{thing}的账本", "面向{year}年的展望", "{latin}带来的变化", "破解{problem}", "企业的声音",
    "数据说明了什么",
]  # fmt: skip
TITLES = [
    "{field}发展的{place}样本", "{short}：{place}{field}调查", "{thing}如何破解{problem}",
    "关于{field}{thing}的思考", "在{place}遇见{field}", "{latin}时代的{thing}", "{field}为何青睐{place}",
    "{place}：{short}的{n}年", "{place}{field}现状分析及对策", "从{thing}看{field}的未来", "把{thing}建在{place}",
    "{place}纪行", "我们怎样理解{field}", "{thing}的启示",
]  # fmt: skip
SHORT_TITLES = ["启示", "观潮", "问路", "远行", "破局", "归来", "守望", "对话"]
SUBTITLES = [
    "以{place}{thing}为例",
    "来自{place}的报告",
    "访{school}教授{person}",
    "兼谈{problem}",
    "{place}调研札记",
    "读{book}有感",
]
CAPTIONS = [
    "{place}{field}{thing}一角",
    "{year}年{place}各季度{field}产值",
    "{firm}的{thing}",
    "{person}在{place}调试设备",
    "{field}企业数量变化",
]
RUBRICS = ["本期关注", "专题研究", "区域观察", "科技人物", "海外视野", "决策参考", "调研报告", "读书随笔"]
MAGAZINES = [
    "澜川论坛",
    "翊洲科技观察",
    "砚溪研究",
    "霁原创新导刊",
    "湜渡学刊",
    "芷山评论",
    "汐湾科学与社会",
    "楮岭瞭望",
]


class Words:
    """A seeded source of invented names and sentences."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.seen: set[str] = set()
        self.slots: dict[str, Callable[[], str]] = {
            "place": self.place,
            "town": self.town,
            "body": lambda: self.town() + "市" + rng.choice(BODY_TAILS),
            "school": self.school,
            "firm": lambda: rng.choice(FIRM_HEADS) + rng.choice(FIRM_TAILS),
            "person": self.person,
            "policy": self.policy,
            "n": lambda: str(rng.randint(2, 30)),
            "month": lambda: str(rng.randint(1, 12)),
            "num": lambda: str(rng.randint(31, 9800)),
            "dec": lambda: f"{rng.uniform(1, 900):.{rng.choice((1, 2))}f}",
            "pct": lambda: f"{rng.uniform(2, 97):.{rng.choice((0, 1))}f}%",
            "year": lambda: str(rng.randint(2009, 2035)),
            **{name: self._chooser(bag) for name, bag in BAGS.items()},
        }

    def _chooser(self, bag: list[str]) -> Callable[[], str]:
        return lambda: self.rng.choice(bag)

    def fill(self, pattern: str) -> str:
        """Puts invented words into the slots of a pattern, until none is left."""
        while "{" in pattern:
            pattern = re.sub(r"\{(\w+)\}", lambda found: self.slots[found[1]](), pattern)
        return pattern

    def town(self) -> str:
        return self.rng.choice(PLACE_HEADS) + self.rng.choice(PLACE_TAILS)

    def place(self) -> str:
        return self.town() + self.rng.choice(["市", "县", "新区", "镇", "", ""])

    def school(self) -> str:
        return self.town() + self.rng.choice(SCHOOL_TAILS)

    def person(self) -> str:
        """A name of two or three characters."""
        return self.rng.choice(SURNAMES) + "".join(self.rng.choices(GIVEN, k=self.rng.choice((1, 2, 2))))

    def policy(self) -> str:
        rng = self.rng
        return f"《{self.town()}市{rng.choice(POLICY_WHAT)}{rng.choice(FIELDS)}{rng.choice(POLICY_TAIL)}》"

    def once(self, patterns: list[str]) -> str:
        """A filled pattern that this source has not given before (if one turns up in twenty tries)."""
        text = ""
        for _ in range(20):
            text = self.fill(self.rng.choice(patterns))
            if text not in self.seen:
                break
        self.seen.add(text)
        return text

    def sentence(self) -> str:
        """One sentence, with an opener now and then."""
        opener = self.fill(self.rng.choice(OPENERS))
        text = self.once(SENTENCES)
        tail = self.fill(self.rng.choice(TAILS)) if text[-2].isalpha() and self.rng.random() < 0.7 else ""
        return opener + text[:-1] + tail + text[-1]

    def paragraph(self, least: int = 2, most: int = 6) -> str:
        return "".join(self.sentence() for _ in range(self.rng.randint(least, most)))


BAGS = {
    "field": FIELDS,
    "latin": LATIN,
    "thing": THINGS,
    "problem": PROBLEMS,
    "matter": MATTERS,
    "trouble": TROUBLES,
    "action": ACTIONS,
    "doing": DOINGS,
    "manner": MANNERS,
    "measure": MEASURES,
    "result": RESULTS,
    "book": BOOKS,
    "view": VIEWS,
    "claim": CLAIMS,
    "turn": TURNS,
    "reason": REASONS,
    "short": SHORTS,
    "link": LINKS,
}
