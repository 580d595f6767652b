//! Words that Chinese names of organisations are told by.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::quick::Quickly;

/// Words that close a name.
pub(super) static CLOSING: LazyLock<Vec<&str>> = LazyLock::new(|| words(CLOSING_WORDS));

const CLOSING_WORDS: &str = "\
    股份有限公司 有限责任公司 有限公司 科技公司 公司 集团 集團 大学 大學 银行 銀行 医院 醫院 研究院 研究所 \
    学院 學院 委员会 委員會 协会 協會 中心 电视台 通讯社";

/// What says nothing by itself.
pub(super) static GENERAL: LazyLock<HashSet<&str, Quickly>> =
    LazyLock::new(|| words(GENERAL_WORDS));

const GENERAL_WORDS: &str = "\
    安全 网络安全 互联网 科技 能源 电力 石油 航空 物流 保险 多家 一家 国内 国外 大型 私营 国有 外国 本国 母 \
    子 本 总 分 上市 商业 中央 数据 研究 技术 国家 当地 公立 私立 知名 跨国 外资 软件 游戏 金融 通信 电信 \
    制造 制药 医疗 综合 控制 指挥 信息 受害 目标 美国 中国 日本 韩国 俄罗斯 台湾 网络 网络安全技术 几家 两家";

/// The words of a list, in order.
fn words<L: FromIterator<&'static str>>(list: &'static str) -> L {
    list.split_ascii_whitespace().collect()
}
