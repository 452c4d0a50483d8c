"""M/M/8 at utilisation .9 in SimPy: changes reviewed per second and the mean wait (exact: 0.876916)."""

import random
import sys
import time

import simpy

REVIEWERS = 8
CHANGES_PER_HOUR = 7.2


def review(env, reviewers, waits, rng):
    submitted = env.now
    with reviewers.request() as request:
        yield request
        waits.append(env.now - submitted)
        yield env.timeout(rng.expovariate(1.0))


def submit(env, changes, reviewers, waits, rng):
    for _ in range(changes):
        yield env.timeout(rng.expovariate(CHANGES_PER_HOUR))
        env.process(review(env, reviewers, waits, rng))


def main():
    changes = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    env = simpy.Environment()
    reviewers = simpy.Resource(env, capacity=REVIEWERS)
    waits = []
    env.process(submit(env, changes, reviewers, waits, random.Random(1)))
    begin = time.process_time()
    env.run()
    seconds = time.process_time() - begin
    print(f"{changes / seconds:.0f} {sum(waits) / changes:.4f}")


if __name__ == "__main__":
    main()
