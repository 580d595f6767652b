//! What must hold for every matrix.

use noroshi_assess::{
    Cell, Chance, Line, Matrix, Rating, Rule, SAME, Scale, Weighing, flip, posterior, ranks, scores,
};
use proptest::prelude::*;

fn lines(width: usize) -> impl Strategy<Value = Vec<Line>> {
    let cell = (0..6_usize).prop_map(|at| Cell::rated(Rating::ALL[at], &Scale::default()));
    let line = (prop::collection::vec(cell, width), 0.5..2.0_f64, 0.0..1.0_f64, 0..3_usize);
    let line = line.prop_map(|(cells, weight, forgeability, cluster)| Line {
        cells,
        weight,
        discount: 1.0,
        forgeability,
        cluster,
    });
    prop::collection::vec(line, 1..9)
}

prop_compose! {
    fn matrix()(width in 2..6_usize)(
        lines in lines(width),
        priors in prop::collection::vec(0.05..1.0_f64, width),
        dependence in prop::collection::vec(0.0..1.0_f64, 3),
    ) -> Matrix {
        let sum: f64 = priors.iter().sum();
        let priors = priors.iter().map(|it| Chance::exactly(it / sum)).collect();
        Matrix { priors, lines, dependence }
    }
}

fn same(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(one, other)| (one - other).abs() < SAME)
}

fn points(matrix: &Matrix) -> Vec<f64> {
    posterior(matrix, Weighing::Clustered).iter().map(|it| it.point).collect()
}

fn all_ranks(matrix: &Matrix) -> Vec<Vec<usize>> {
    let scores = scores(matrix);
    Rule::ALL.iter().map(|rule| ranks(&scores, *rule)).collect()
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC*", cut in any::<prop::sample::Index>()) {
        let whole = include_str!("../../../samples/questions/yearend-ddos.toml");
        let mut at = cut.index(whole.len());
        while !whole.is_char_boundary(at) {
            at -= 1;
        }
        let mixed = format!("{}{text}{}", &whole[..at], &whole[at..]);
        let today = jiff::civil::Date::constant(2025, 1, 31);
        for given in [&text, &mixed, &whole[..at].to_owned()] {
            drop(noroshi_assess::parse(given, "q"));
            drop(noroshi_assess::from_csv(given, "q", "q", today));
            drop(noroshi_assess::from_stix(given, "q", today));
            drop(noroshi_assess::Log::parse(given, "q"));
        }
    }

    #[test]
    fn the_order_of_rows_never_matters(matrix in matrix()) {
        let mut turned = matrix.clone();
        turned.lines.reverse();
        prop_assert!(same(&points(&matrix), &points(&turned)));
        prop_assert_eq!(all_ranks(&matrix), all_ranks(&turned));
        prop_assert_eq!(flip(&matrix, 9).size, flip(&turned, 9).size);
    }

    #[test]
    fn the_order_of_hypotheses_never_matters(matrix in matrix()) {
        let mut turned = matrix.clone();
        turned.priors.reverse();
        turned.lines.iter_mut().for_each(|line| line.cells.reverse());
        let mut back = points(&turned);
        back.reverse();
        prop_assert!(same(&points(&matrix), &back));
        let back: Vec<Vec<usize>> =
            all_ranks(&turned).into_iter().map(|it| it.into_iter().rev().collect()).collect();
        prop_assert_eq!(all_ranks(&matrix), back);
        prop_assert_eq!(flip(&matrix, 9).size, flip(&turned, 9).size);
    }

    #[test]
    fn a_row_that_fits_everything_equally_changes_no_rank(
        matrix in matrix(),
        rating in 0..6_usize,
        cluster in 0..3_usize,
    ) {
        let cell = Cell::rated(Rating::ALL[rating], &Scale::default());
        let cells = vec![cell; matrix.width()];
        let mut more = matrix.clone();
        more.lines.push(Line { cells, weight: 1.3, discount: 1.0, forgeability: 0.2, cluster });
        prop_assert!(same(&points(&matrix), &points(&more)));
        prop_assert_eq!(all_ranks(&matrix), all_ranks(&more));
    }

    #[test]
    fn a_copy_inside_its_cluster_changes_nothing_at_full_dependence(
        matrix in matrix(),
        which in any::<prop::sample::Index>(),
        copies in 1..5_usize,
    ) {
        let mut matrix = matrix;
        let line = matrix.lines[which.index(matrix.lines.len())].clone();
        matrix.dependence[line.cluster] = 1.0;
        let before = posterior(&matrix, Weighing::Clustered);
        matrix.lines.extend(std::iter::repeat_n(line, copies));
        let after = posterior(&matrix, Weighing::Clustered);
        for (before, after) in before.iter().zip(&after) {
            let (one, other) = ([before.low, before.point, before.high], [after.low, after.point, after.high]);
            prop_assert!(same(&one, &other), "{before:?} {after:?}");
        }
    }

    #[test]
    fn probabilities_sum_to_one_and_lie_in_their_range(matrix in matrix()) {
        let all = posterior(&matrix, Weighing::Clustered);
        prop_assert!((all.iter().map(|it| it.point).sum::<f64>() - 1.0).abs() < SAME);
        for one in all {
            prop_assert!(0.0 <= one.low && one.low <= one.point && one.point <= one.high && one.high <= 1.0);
        }
    }

    #[test]
    fn no_choice_inside_the_ranges_leaves_the_range_of_the_answer(
        matrix in matrix(),
        picks in prop::collection::vec(0.0..1.0_f64, 60),
    ) {
        // Without dependence the range is exact: every choice stays inside.
        let mut matrix = matrix;
        matrix.dependence = vec![0.0; 3];
        let range = posterior(&matrix, Weighing::Clustered);
        let mut picks = picks.iter().cycle();
        let mut chosen = matrix.clone();
        for line in &mut chosen.lines {
            for cell in &mut line.cells {
                let share = picks.next().copied().unwrap_or_default();
                let Chance { low, high, .. } = cell.chance;
                cell.chance = Chance::exactly(low + share * (high - low));
            }
        }
        for (one, range) in points(&chosen).iter().zip(&range) {
            prop_assert!(range.low - SAME <= *one && *one <= range.high + SAME);
        }
    }

    #[test]
    fn more_dependence_never_makes_agreeing_rows_stronger(
        copies in 2..6_usize,
        one in 0.0..1.0_f64,
        other in 0.0..1.0_f64,
    ) {
        let cell = |rating| Cell::rated(rating, &Scale::default());
        let cells = vec![cell(Rating::Consistent), cell(Rating::Inconsistent)];
        let line = Line { cells, weight: 1.0, discount: 1.0, forgeability: 0.0, cluster: 0 };
        let with = |dependence: f64| {
            let priors = vec![Chance::exactly(0.5); 2];
            points(&Matrix { priors, lines: vec![line.clone(); copies], dependence: vec![dependence] })[0]
        };
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(with(more) <= with(less) + SAME);
    }
}
