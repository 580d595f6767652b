//! Words that Japanese names of organisations are told by.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that close a name, longest first where one ends another.
pub(super) static CLOSING: LazyLock<Vec<&str>> = LazyLock::new(|| words(CLOSING_WORDS));

const CLOSING_WORDS: &str = "\
    ファイナンシャルグループ フィナンシャルグループ ホールディングス テクノロジーズ ソリューションズ \
    エレクトロニクス ロジスティクス ソリューション テクノロジー 高等専門学校 商工会議所 サイバーセンター \
    医療センター 研究センター 教育委員会 システムズ 高等学校 株式会社 有限会社 合同会社 合資会社 信用金庫 \
    信用組合 協同組合 研究機構 警察本部 情報技術 クリニック 大使館 裁判所 通信社 新聞社 出版社 製作所 研究所 \
    委員会 連合会 重工業 自動車 不動産 警察署 消防局 検察庁 商工会 センター タイムズ 特殊鋼 百貨店 市役所 \
    町役場 村役場 区役所 図書館 博物館 美術館 取引所 企業団 中学校 小学校 水道局 港湾局 交通局 財務局 国税局 \
    労働局 捜査局 情報局 情報部 セキュリティ サイバー庁 サイバー システム フーズ テレビ モバイル オンライン \
    テック ソフト ガス 銀行 大学 病院 新聞 新報 日報 放送 協会 連盟 財団 機構 組合 公社 警察 県警 府警 道警 \
    証券 保険 製薬 電力 電機 電工 鉄道 電鉄 航空 工業 商事 物産 建設 運輸 海運 港運 陸運 倉庫 物流 食品 化学 \
    製鉄 製鋼 重工 造船 石油 精機 精密 計装 鍛造 金属 紙業 通信 産業 学園 学院 医院 薬品 印刷 旅行 給食 地裁 \
    高裁 地検 空港 高校 議会 学会 文学会 農協 生協 信金 県庁 総局 税関 省 庁 社";

/// Words that open one.
pub(super) static OPENING: LazyLock<Vec<&str>> = LazyLock::new(|| words(OPENING_WORDS));

const OPENING_WORDS: &str = "\
    国立研究開発法人 地方独立行政法人 独立行政法人 国立大学法人 公益財団法人 一般財団法人 公益社団法人 \
    一般社団法人 社会福祉法人 特定非営利活動法人 医療法人 学校法人 株式会社 有限会社 合同会社";

/// What says nothing before a closing word, and what stands before a name.
pub(super) static GENERAL: LazyLock<HashSet<&str>> = LazyLock::new(|| words(GENERAL_WORDS));

const GENERAL_WORDS: &str = "\
    大学 病院 銀行 警察 新聞 同 当 各 某 両 本 旧 元 前 現 他 自 全 数 複数 一部 国内 海外 国外 外国 地方 地元 現地 地域 全国 世界 \
    民間 大手 中小 中堅 関連 関係 主要 有力 国営 国有 公的 公立 国立 私立 市立 県立 都立 府立 町立 村立 州立 \
    総合 中央 中核 都市 商業 投資 信託 外資系 日系 米系 医療 女子 短期 医科 動物 災害拠点 拠点 第三者 調査 \
    対策 検討 実行 特別 選挙管理 労働 業界 監視 運用 コール データ サポート 相談 情報 研究 配送 ショッピング \
    お客様 検査 保健 福祉 教育 開発 試験 技術 重要 再生可能 消費 余剰 予備 一般 大規模 小規模 取引 取引先 \
    委託先 再委託先 子会社 親会社 関連会社 運営会社 製造 自動車 鉄道 航空 電力 金融 通信 放送 物流 化学 食品 \
    建設 運輸 産業 機械 半導体 防衛 医薬 損害 生命 健康 社会 火災 サイバー 雇用 冷凍 加工 有機 国際 主力 \
    基幹 成長 観光 軍需 軍事 農林水産 官公 官 登 県 府 都 市 被害 攻撃 標的 連邦 州 国家 米 欧 英 大 小 新 \
    旅行 会 支 商 出版 神 帰 入 出 退 弊 御 貴 セキュリティ ソフトウェア システム インターネット ネット \
    クラウド Web IT ICT スマート クラウドソリューション セキュリティソリューション 最先端 先端 サービス 暗号 \
    暗号化 外部 内部 不正 不審 双方向 衛星 無線 有線 移動 電気 制御 遠隔 相互 平文 秘匿 定期 直接 近距離 \
    企業 製品 組織 経済 人間 物理 業務 勤怠 会計 予約 決済 検針 生産 顧客 認証 管理 販売 受発注 電子 送金 \
    暗号資産 仮想通貨 証券 商品 先物 非鉄 天然 自主 自由 小型 大型 団体 個人 学校 石油 文書 表計算 無料 有料 \
    正規 海賊版 管理者 国民 地下 核 最大 最大手 与党 市民 メーカー ベンダー 医療情報 個人情報 捜査 治安 友好 \
    競合 上場 非上場";

/// Closing words that are ordinary words as well: the name must be the whole run.
pub(super) static ORDINARY: LazyLock<Vec<&str>> = LazyLock::new(|| words(ORDINARY_WORDS));

const ORDINARY_WORDS: &str = "\
    電力 化学 食品 物流 保険 証券 自動車 放送 航空 鉄道 建設 産業 工業 運輸 薬品 印刷 不動産 テレビ 新聞 \
    警察 機構 財団 組合 連盟 テクノロジー ソリューション センター 商工会 ガス 海運 港運 陸運 倉庫 造船 石油 \
    精機 精密 計装 鍛造 金属 紙業 旅行 給食 空港 高校 議会 学会 図書館 博物館 美術館 取引所 中学校 小学校 \
    税関 総局 情報局 情報部 新報 日報 タイムズ ソフト モバイル オンライン テック 情報技術 通信 セキュリティ \
    サイバー システム";

/// Closing words that are ordinary nouns of the field: only where somebody speaks or acts.
pub(super) static NOUNS: LazyLock<Vec<&str>> = LazyLock::new(|| words(NOUNS_WORDS));

const NOUNS_WORDS: &str = "\
    通信 セキュリティ サイバー システム オンライン モバイル ソフト ガス 金属 精密 旅行 給食 倉庫";

/// The words of a list, in order.
fn words<L: FromIterator<&'static str>>(list: &'static str) -> L {
    list.split_ascii_whitespace().collect()
}
