//! Hunts in damaged copies of logs: `hunt_damage ROUNDS LOG...` cuts them or turns bits over, always in the same way.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for measuring reads files and writes what it measured"
)]

use std::collections::BTreeMap;
use std::{fs, io};

use noroshi_hunt::{Hunter, Limits, Log, RuleSet};

const RULE: &str = "title: t\nlogsource: {product: windows}\ndetection:\n  sel: {CommandLine|contains: [a, '*b?c*']}\n  words: [x, 'y*z']\n  condition: sel or words\n";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((rounds, logs)) = arguments.split_first() else {
        println!("usage: hunt_damage ROUNDS LOG...");
        return Ok(());
    };
    let rounds: u64 = rounds.parse().map_err(io::Error::other)?;
    let (rules, _) = RuleSet::load([("rule.yml", RULE)]);
    let mut dice = Dice(1);
    let mut told: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut copies, mut events, mut silent) = (0, 0, 0);
    for path in logs {
        let sound = fs::read(path)?;
        let whole = hunt(&rules, path, &sound, &mut told);
        for round in 0..rounds {
            let damaged = damage(&sound, round, &mut dice);
            let before: u64 = told.values().sum();
            let read = hunt(&rules, path, &damaged, &mut told);
            copies += 1;
            events += read;
            silent += u64::from(read < whole && before == told.values().sum::<u64>());
        }
    }
    println!("copies {copies} events {events} lost without a word {silent} problems {told:?}");
    Ok(())
}

fn damage(sound: &[u8], round: u64, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    match round % 3 {
        0 => bytes.truncate(dice.below(sound.len())),
        1 => (0..20).for_each(|_| flip(&mut bytes, dice)),
        _ => (0..500).for_each(|_| flip(&mut bytes, dice)),
    }
    bytes
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    let place = dice.below(bytes.len());
    let bit = dice.below(8);
    if let Some(byte) = bytes.get_mut(place) {
        *byte ^= 1 << bit;
    }
}

fn hunt(rules: &RuleSet, path: &str, bytes: &[u8], told: &mut BTreeMap<&'static str, u64>) -> u64 {
    let mut hunter = Hunter::new(rules, Limits::default());
    match Log::open(path, bytes, Limits::default()) {
        Ok(mut log) => {
            while let Some(chunk) = log.chunk() {
                for problem in hunter.chunk(&chunk).1 {
                    *told.entry(problem.code).or_default() += 1;
                }
            }
        }
        Err(problem) => *told.entry(problem.code).or_default() += 1,
    }
    hunter.events()
}

/// Numbers that look thrown and are always the same (Knuth's linear congruence).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}
