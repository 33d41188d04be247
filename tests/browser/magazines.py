"""Issues in invented words, as text shaped like a converted magazine."""

from __future__ import annotations

import re

HOSTILE = (
    "柳汀镇的网页样例写着<img src=x onerror=alert(1)>和[链接](http://evil.example/c)，还有{{alert(3)}}、${alert(4)}与"
    "![图](http://evil.example/b.png)，旁边是<script>alert(2)</script>。"
)
BODIES: dict[str, tuple[str, str, list[str]]] = {
    "青鹭湖浮标观测网建成": (
        "本刊记者", "沈 岚",
        ["青鹭湖浮标观测网于今年六月建成，由三十二个浮标组成。", "管理站还请中学生参加了浮标的命名。",
         "每个浮标每隔十五分钟上报一次水温和溶解氧读数。", "湖区据此调整了三处闸门的开启时间。"],
    ),
    "柳汀镇的网页样例": (
        "文", "顾 明",
        [HOSTILE, "样例由镇里的志愿者抄录，供培训使用。", "培训班共办了四期，学员六十一名。"],
    ),
}  # fmt: skip
# What the ledger and the register draw from; a figure and a document have hostile names.
BODIES |= {
    "雾屿镇灯塔账本": (
        "文", "陆 遥",
        ["2019年，雾屿镇共有灯塔12座。", "2020年，雾屿镇共有灯塔15座。", "2021年，雾屿镇共有灯塔18座。",
         "2019年5月，雾屿镇人民政府印发《雾屿镇灯塔保护办法》（雾政〔2019〕3号），要求每座灯塔有人照看。",
         "雾屿镇<b onclick=alert(7)>货船{{alert(8)}}</b>共有31艘。"],
    ),
    "雾屿镇的夜航": (
        "文", "顾 明",
        ["2020年，雾屿镇共有灯塔19座，夜里都亮着。", "《雾屿镇灯塔保护办法》也管夜航。",
         "《<img src=x onerror=alert(9)>管理办法》由柳汀镇人民政府印发。"],
    ),
}  # fmt: skip
# A word is told apart by how few passages hold it: a library of two articles could tell none.
PLACES = ("芦花渡", "石榴坪", "望潮台", "枫溪镇", "银杏岭", "稻香浦", "白沙洲", "竹影村")
THINGS = ("风力磨坊", "木构廊桥", "海雾收集网", "蜂箱邮局", "冰窖书库", "陶瓷电台", "苔藓屋顶", "潮汐钟楼")
BODIES |= {
    f"{place}的{thing}": ("文", "顾 明", [f"{place}的{thing}去年修好。", f"居民照看{thing}，每周两班。"])
    for place, thing in zip(PLACES, THINGS, strict=True)
}
# Long enough for several passages.
BODIES["藤编桥的修桥日记"] = (
    "文", "陆 遥",
    [f"{part}，匠人换下藤编桥{side}的旧藤，又把{thing}晾在桥头。" for part in ("清晨", "正午", "黄昏", "深夜", "雨后")
     for side in ("上游一侧", "下游一侧", "北岸", "南岸") for thing in ("新藤", "麻绳")],
)  # fmt: skip
LINE = re.compile(r"(?:[!-~]+|[^!-~]){1,26}")  # a word in Latin letters is not broken
LATER = {
    "云杉谷的纸电池作坊": (
        "文", "陆 遥",
        ["云杉谷的纸电池作坊今年做出了一千二百片纸电池。", "纸电池用芦苇浆压制，弯折两百次仍可供电。",
         "作坊计划明年把产量提高一倍。"],
    ),
}  # fmt: skip


def magazine(bodies: dict[str, tuple[str, str, list[str]]], year: int, number: int) -> str:
    """An issue in invented words, shaped like a converted magazine: blank lines between short lines."""
    out = [f"湖畔科技 {year}年第{number}期"]
    for title, (role, name, sentences) in bodies.items():
        out += [f" {title}", f"□ {role} ／ {name} 湖畔大学"]
        text = "".join(sentences) + "■"
        out += LINE.findall(text)
    return "\n\n".join(out) + "\n"
