//! Matrices that can be checked by hand. The derivation stands beside each; numbers to .001.

use noroshi_assess::{
    Cell, Chance, Line, Matrix, Rating, Rule, Scale, Weighing, diagnosticity, leaders,
    needed_ratio, posterior, ranks, scores, spread,
};

/// Rows of ratings separated by blanks; every row is its own cluster; equal priors.
fn matrix(rows: &[&str]) -> Matrix {
    let lines: Vec<Line> = rows.iter().enumerate().map(|(at, row)| line(row, at)).collect();
    let width = lines[0].cells.len();
    let prior = Chance::exactly(1.0 / f64::from(u32::try_from(width).expect("few")));
    Matrix { priors: vec![prior; width], dependence: vec![0.9; lines.len()], lines }
}

fn line(ratings: &str, cluster: usize) -> Line {
    let cell =
        |word: &str| Cell::rated(Rating::from_word(word).expect("a rating"), &Scale::default());
    let cells = ratings.split(' ').map(cell).collect();
    Line { cells, weight: 1.0, discount: 1.0, forgeability: 0.0, cluster }
}

/// A line of two chances.
fn witness(one: f64, other: f64, cluster: usize) -> Line {
    let cell = |it| Cell::given(None, Chance::exactly(it));
    let cells = vec![cell(one), cell(other)];
    Line { cells, weight: 1.0, discount: 1.0, forgeability: 0.0, cluster }
}

#[track_caller]
fn near(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    for (got, expected) in got.iter().zip(expected) {
        assert!((got - expected).abs() < 0.001, "{got:.4} instead of {expected}");
    }
}

fn counts(matrix: &Matrix) -> Vec<usize> {
    scores(matrix).iter().map(|one| one.count).collect()
}

fn parc(matrix: &Matrix) -> Vec<f64> {
    scores(matrix).iter().map(|one| one.parc).collect()
}

fn squares(matrix: &Matrix) -> Vec<f64> {
    scores(matrix).iter().map(|one| one.squares).collect()
}

fn points(matrix: &Matrix, weighing: Weighing) -> Vec<f64> {
    posterior(matrix, weighing).iter().map(|one| one.point).collect()
}

#[test]
fn the_rule_alone_decides() {
    let severity = matrix(&["II C", "C I", "C I"]);
    // Inconsistent ratings: H1 has one (II), H2 two (I, I).
    assert_eq!(counts(&severity), [1, 2]);
    // Weights are 1: H1 2; H2 1 + 1.
    near(&parc(&severity), &[2.0, 2.0]);
    // H1 2² = 4; H2 1² + 1² = 2.
    near(&squares(&severity), &[4.0, 2.0]);
    // H1 .1 x .7 x .7 = .049; H2 .7 x .3 x .3 = .063; shares .049/.112 and .063/.112.
    near(&points(&severity, Weighing::Clustered), &[0.4375, 0.5625]);
    let winner = |rule| leaders(&scores(&severity), rule);
    assert_eq!(winner(Rule::Count), [0]);
    assert_eq!(winner(Rule::Parc), [0, 1]);
    assert_eq!(winner(Rule::Squares), [1]);
    assert_eq!(winner(Rule::Bayes), [1]);
}

#[test]
fn the_hypothesis_that_nobody_examined_wins_by_inconsistency() {
    let empty = matrix(&["C N", "I N", "CC N"]);
    assert_eq!(counts(&empty), [1, 0]);
    near(&parc(&empty), &[1.0, 0.0]);
    near(&squares(&empty), &[1.0, 0.0]);
    // H1 .7 x .3 x .9 = .189; H2 .5³ = .125; .189/.314.
    near(&points(&empty, Weighing::Clustered), &[0.602, 0.398]);
    assert_eq!(ranks(&scores(&empty), Rule::Count), [2, 1]);
    assert_eq!(ranks(&scores(&empty), Rule::Bayes), [1, 2]);
}

#[test]
fn the_sample_of_the_old_tool_gives_its_printed_score() {
    let sample = matrix(&["II NA", "II C", "I C", "I C"]);
    // H1: II II I I. Count 4, weighted 2+2+1+1, squares 4+4+1+1.
    assert_eq!(counts(&sample), [4, 0]);
    near(&parc(&sample), &[6.0, 0.0]);
    near(&squares(&sample), &[10.0, 0.0]);
}

#[test]
fn a_second_witness_who_repeats_the_first_adds_nothing() {
    // Prior .15, one witness with ratio .8/.2 = 4: odds .15/.85 x 4 = .7059, so .414.
    let cab = |lines: Vec<Line>, dependence: f64| {
        let priors = vec![Chance::exactly(0.15), Chance::exactly(0.85)];
        let clusters = 1 + lines.iter().map(|line| line.cluster).max().unwrap_or_default();
        Matrix { priors, lines, dependence: vec![dependence; clusters] }
    };
    let one = cab(vec![witness(0.8, 0.2, 0)], 1.0);
    near(&points(&one, Weighing::Clustered)[..1], &[0.414]);
    // Independent: odds .1765 x 16 = 2.824, so .739.
    let two = cab(vec![witness(0.8, 0.2, 0), witness(0.8, 0.2, 1)], 1.0);
    near(&points(&two, Weighing::Clustered)[..1], &[0.739]);
    // In one cluster at full dependence: the strongest member alone.
    let copied = cab(vec![witness(0.8, 0.2, 0), witness(0.8, 0.2, 0)], 1.0);
    near(&points(&copied, Weighing::Clustered)[..1], &[0.414]);
    near(&points(&copied, Weighing::Naive)[..1], &[0.739]);
    // In one cluster at no dependence: the product again.
    let unrelated = cab(vec![witness(0.8, 0.2, 0), witness(0.8, 0.2, 0)], 0.0);
    near(&points(&unrelated, Weighing::Clustered)[..1], &[0.739]);
    // Half: log LR = log 4 + .5 log 4, LR = 8; odds .1765 x 8 = 1.412, so .585.
    let half = cab(vec![witness(0.8, 0.2, 0), witness(0.8, 0.2, 0)], 0.5);
    near(&points(&half, Weighing::Clustered)[..1], &[0.585]);
}

#[test]
fn three_reports_of_one_root_are_one_report() {
    // Prior .20, three reports with ratio 4: naive odds .25 x 64 = 16, so .941; one cluster
    // .25 x 4 = 1, so .500.
    let priors = vec![Chance::exactly(0.2), Chance::exactly(0.8)];
    let lines = vec![witness(0.8, 0.2, 0); 3];
    let reports = Matrix { priors, lines, dependence: vec![1.0] };
    near(&points(&reports, Weighing::Naive)[..1], &[0.941]);
    near(&points(&reports, Weighing::Clustered)[..1], &[0.5]);
}

#[test]
fn members_of_a_cluster_for_and_against_are_not_netted() {
    // Equal priors; ratios 9/1 and 1/3 in one cluster at full dependence. Each side keeps its
    // strongest: log 9 - log 3 = log 3, so .75. A cluster that kept only its strongest member
    // would give .9.
    let priors = vec![Chance::exactly(0.5); 2];
    let lines = vec![witness(0.9, 0.1, 0), witness(0.25, 0.75, 0)];
    let mixed = Matrix { priors, lines, dependence: vec![1.0] };
    near(&points(&mixed, Weighing::Clustered), &[0.75, 0.25]);
}

#[test]
fn base_rates_are_priors() {
    // Screening: prior .01, .8 against .096: .008 / (.008 + .09504) = .078.
    let priors = vec![Chance::exactly(0.01), Chance::exactly(0.99)];
    let lines = vec![witness(0.8, 0.096, 0)];
    let screening = Matrix { priors, lines, dependence: vec![0.9] };
    near(&points(&screening, Weighing::Clustered)[..1], &[0.078]);
    // Book bag: prior .5, four independent draws of .7 against .3: (7/3)^4 = 29.64, so .967.
    let priors = vec![Chance::exactly(0.5); 2];
    let lines = (0..4).map(|cluster| witness(0.7, 0.3, cluster)).collect();
    let bag = Matrix { priors, lines, dependence: vec![0.9; 4] };
    near(&points(&bag, Weighing::Clustered)[..1], &[0.967]);
    // From .30 to .80: (.8/.2) / (.3/.7) = 9.33.
    near(&[needed_ratio(0.3, 0.8).expect("inside")], &[9.333]);
    assert_eq!(needed_ratio(0.0, 0.8), None);
}

#[test]
fn heuers_example_refutes_two_of_three() {
    // Rows E1 to E6 against no retaliation, minor action, major attack.
    let rows = ["C C C", "C C I", "C C I", "I C C", "I C C", "I C C"];
    let iraq = matrix(&rows);
    assert_eq!(counts(&iraq), [3, 0, 2]);
    assert_eq!(ranks(&scores(&iraq), Rule::Count), [3, 1, 2]);
    // H1 .7³ x .3³ = .009261; H2 .7⁶ = .117649; H3 .7⁴ x .3² = .021609; sum .148519.
    near(&points(&iraq, Weighing::Clustered), &[0.062, 0.792, 0.145]);
    // E1 fits everything equally: it cannot help. The others: log(.7/.3).
    near(&[diagnosticity(&iraq.lines[0]), diagnosticity(&iraq.lines[1])], &[0.0, 0.847]);
    // Values 1, 1, -1: mean 1/3, variance (4/9 + 4/9 + 16/9) / 3 = 8/9.
    near(&[spread(&iraq.lines[1])], &[0.943]);
    for out in 0..rows.len() {
        let mut left = rows.to_vec();
        left.remove(out);
        assert_eq!(leaders(&scores(&matrix(&left)), Rule::Bayes), [1], "without row {out}");
    }
}

#[test]
fn weights_of_credibility_and_relevance_enter_the_weighted_count() {
    // High x high = 2, low x medium = .707: H1 2 x 1, H2 .707 x 2.
    let mut weighted = matrix(&["I C", "C II"]);
    weighted.lines[0].weight = 2.0;
    weighted.lines[1].weight = std::f64::consts::FRAC_1_SQRT_2;
    near(&parc(&weighted), &[2.0, 1.414]);
    // Net: H1 2 x (-1) + .707 x 1; H2 2 x 1 + .707 x (-2).
    let net: Vec<f64> = scores(&weighted).iter().map(|one| one.net).collect();
    near(&net, &[-1.293, 0.586]);
}

#[test]
fn a_range_of_chances_becomes_a_range_of_the_answer() {
    // Equal priors, one row: .6 to .8 (point .7) against .2 to .4 (point .3).
    // Low .6/(.6+.4) = .6; point .7; high .8/(.8+.2) = .8.
    let range = |low, point, high| Cell::given(None, Chance { low, point, high });
    let cells = vec![range(0.6, 0.7, 0.8), range(0.2, 0.3, 0.4)];
    let line = Line { cells, weight: 1.0, discount: 1.0, forgeability: 0.0, cluster: 0 };
    let priors = vec![Chance::exactly(0.5); 2];
    let matrix = Matrix { priors, lines: vec![line], dependence: vec![0.9] };
    let answer = posterior(&matrix, Weighing::Clustered)[0];
    near(&[answer.low, answer.point, answer.high], &[0.6, 0.7, 0.8]);
}
