"""Every number in the tables of report.html, worked out again from results.sqlite."""

import re

from statistics import fmean

from pages import SHOP, compare
from printed_numbers import PrintedTest
from results_file import Results, quantile_interval, ratio_error, ratio_interval
from sweep_file import differences, quantile

SHARES = (("Undelivered, horizon", "changes_undelivered_horizon", "changes_submitted"),
          ("Undelivered, run-off", "changes_undelivered_run_off", "changes_submitted"),
          ("Reviewers busy", "review_hours_worked", "review_hours_available"),
          ("Bypassed", "reviews_bypassed", "reviews_needed"),
          ("Stamped unread", "approvals_stamped", "approvals_given"))
WORDS = {"bypassed": "went round it", "attention": "full attention would have found it", "beyond": "beyond it"}


class PlannerNumbersTest(PrintedTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = compare(SHOP, cls.folder / "results", 60)
        cls.page_file = folder / "report.html"
        cls.of = Results(folder / "results.sqlite")
        cls.addClassCleanup(cls.of.database.close)
        cls.cases = range(len(cls.of.policies))

    def test_answer(self):
        for p, row in self.by_policy("Lost orders are gross"):
            losses = self.of.metric(p, "lost_orders_gross")
            self.mean(row["Mean lost orders"], losses)
            self.mean(row["Engineer hours"], self.of.metric(p, "engineer_hours"))
            self.plain(row["Loss exceeded in 1 quarter of 100"], quantile(losses, 0.99))
            self.plain(row["Lead time, median"], self.of.lead_time(p, 0.5), 2)
            self.plain(row["Undelivered"], self.of.share(p, "changes_undelivered_horizon", "changes_submitted"), 2)
            if p:
                self.saved(row["Saved"], 0, p, "central")
                self.saved(row["Saved, 2nd reviewer nearly worthless"], 0, p, "low")
                self.assertEqual(row["Verdict"][0], self.of.pair(0, p)["verdict"])
        self.assertGreaterEqual(self.compared, 3 * 9 + 2 * 6)

    def test_quantiles(self):
        for p, row in self.by_policy("Quantiles of a quarter's lost orders"):
            losses = self.of.metric(p, "lost_orders_gross")
            for head, share in (("Median", 0.5), ("90 %", 0.9), ("95 %", 0.95), ("99 %", 0.99)):
                ends = quantile_interval(losses, share)
                self.assertEqual(row[head][1] == "N too small", ends is None)
                self.estimate(row[head], quantile(losses, share), 0, *(ends or ()))
            worst = quantile(losses, 0.99)
            self.plain(row["Tail mean 99 %"], worst + fmean(max(0, lost - worst) for lost in losses) / 0.01)
            self.plain(row["Quarters without loss"], losses.count(0) / len(losses))
        self.assertGreaterEqual(self.compared, 3 * (4 + 4 + 2))

    def test_every_pair(self):
        for row in self.rows("Every pair of policies"):
            b, a = map(self.of.policies.index, row["Pair"][0].split(" against "))
            saved = self.saved_orders(row["Orders saved"], a, b)
            self.assertEqual(row["Verdict"][0], self.of.pair(a, b)["verdict"])
            self.saved(row["Saved"], a, b, "central")
            self.saved(row["Saved, second reviewer low"], a, b, "low")
            chance = re.fullmatch(r"about (\d+) in 100", row["Chance to lose less in a quarter"][0])[1]
            self.number(chance, 100 * sum(more > 0 for more in saved) / len(saved), 0)
            self.mean(row["More engineer hours"], self.of.more(a, b, "engineer_hours"))
            self.mean(row["More lead time (hours; mean of the quarters' medians)"], self.of.more(a, b, "lead_time_median_hours"))
        self.assertGreaterEqual(self.compared, 3 * 16)

    def test_steps_of_the_saving(self):
        parts = self.of.names("waterfall_part")
        for p in self.cases[1:]:
            *steps, total = self.rows("Orders that each step saves", p - 1)
            of_part = {part: self.of.entry(p, "waterfall", i, pairs=True) for i, part in enumerate(parts)}
            varying = {part: values for part, values in of_part.items() if any(values)}
            self.assertEqual(len(steps), len(varying))
            in_all = fmean(self.of.more(p, 0, "lost_orders_gross"))
            for row in steps:
                values = varying[row["Step"][0].replace("caught by ", "caught:").replace("recovered sooner", "recovered")]
                self.mean(row["Orders saved"], values, 1 - 0.05 / len(varying))
                self.plain(row["Share"], fmean(values) / in_all, 2)
            self.saved_orders(total["Orders saved"], 0, p)
        self.assertGreaterEqual(self.compared, 2 * 3 + (5 + 7) * 4)

    def test_changes_and_reviews(self):
        days = self.of.run["horizon_days"]
        for p, row in self.by_policy("Changes and their reviews"):
            for head, name in (("Submitted a day", "changes_submitted"), ("Deployed a day", "changes_deployed_in_horizon")):
                self.plain(row[head], fmean(self.of.metric(p, name)) / days)
            for head, part, whole in SHARES:
                self.plain(row[head], self.of.share(p, part, whole), 2)
            self.plain(row["Lead time, median"], self.of.lead_time(p, 0.5), 2)
            self.plain(row["Lead time, 90 %"], self.of.lead_time(p, 0.9), 2)
            self.plain(row["Change-days of delay"], fmean(self.of.metric(p, "delay_change_days")))
        for p, row in self.by_policy("Time within which a share"):
            for share in (10, 25, 50, 75, 90):
                self.plain(row[f"{share} %"], self.of.lead_time(p, share / 100), 2)
        for p, row in self.by_policy("Hours that one reviewer"):
            each, desks = self.of.review_hours(p)
            self.mean([part.replace(" h", "") for part in row["Hours of review a week, each"]], each)
            hours, name, of_all = max(desks)
            self.assertEqual(row["Most loaded desk"][0], name)
            self.plain(row["Its hours, each"], hours)
            self.plain(row["Of the time that it has"], of_all, 2)
        self.assertGreaterEqual(self.compared, 3 * (10 + 5 + 5))

    def test_gates_and_what_they_missed(self):
        gates, misses = self.of.names("gate"), self.of.names("gate_miss")
        hours = 24 * self.of.run["horizon_days"]
        met = {(p, g): fmean(self.of.entry(p, "gate_met", g)) for p in self.cases for g in range(len(gates))}
        rows = self.rows("Changes of a quarter at each gate")
        self.assertEqual(len(rows), sum(1 for changes in met.values() if changes))
        for row in rows:
            p, g = self.of.policies.index(row["Policy"][0]), gates.index(row["Gate"][0])
            there = fmean(self.of.entry(p, "gate_hours", g))
            self.plain(row["Met"], met[p, g])
            self.plain(row["Went round"], fmean(self.of.entry(p, "gate_bypassed", g, pairs=True)) / met[p, g], 2)
            self.plain(row["There at one time"], there / hours)
            self.plain(row["Time at the gate"], there / met[p, g], 2)
        rows = {row["Mean lost orders that passed"][0]: row for row in self.rows("Mean lost orders a quarter by changes")}
        for at, (gate, miss) in enumerate((gate, miss) for gate in gates for miss in misses):
            losses = [self.of.entry(p, "loss_by_gate_miss", at, pairs=True) for p in self.cases]
            row = rows.pop(f"{gate}: {WORDS[miss]}", None)
            self.assertEqual(row is not None, any(map(any, losses)), (gate, miss))
            for p in self.cases if row else ():
                cell = row[self.of.policies[p]]
                if met[p, gates.index(gate)]:
                    self.mean(cell, losses[p])
                else:
                    self.assertEqual(cell[0], "-")
        self.assertEqual(rows, {})
        self.assertGreaterEqual(self.compared, 8 * 4 + 14 * 3)

    def test_backlog(self):
        for row in self.rows("Mean number of changes submitted and not deployed"):
            for p, name in enumerate(self.of.policies):
                self.plain(row[name], fmean(self.of.entry(p, "backlog_by_day", int(row["Day"][0]) - 1)))
        self.assertGreaterEqual(self.compared, 3 * 21)

    def test_price_and_weeks(self):
        for p, row in self.by_policy("What a quarter of each policy saves", 1):
            saved = self.of.more(p, 0, "lost_orders_gross")
            hours = self.of.more(0, p, "engineer_hours")
            self.mean(row["Orders saved"], saved)
            self.mean(row["More engineer hours"], hours)
            ratio = fmean(saved) / fmean(hours)
            self.estimate(row["Orders saved for each"], ratio, ratio_error(saved, hours), *ratio_interval(saved, hours))
            self.mean(row["More change-days of delay"], self.of.more(0, p, "delay_change_days"))
        weeks = self.rows("Orders saved in each week")
        for p in self.cases[1:]:
            saved = [differences(*(self.of.entry(case, "lost_orders_by_week", w) for case in (0, p))) for w in range(len(weeks))]
            for row, values in zip(weeks, saved):
                self.mean(row[self.of.policies[p]], values, 1 - 0.05 / sum(map(any, saved)))
        self.assertGreaterEqual(self.compared, 2 * 12 + 13 * 2 * 3)

    def test_where_losses_start(self):
        rows = self.rows("Mean lost orders a quarter by where")
        services = self.of.costliest(0, 10)
        self.assertEqual([row["Mean lost orders by"][0] for row in rows[-10:]], [f"service: {name}" for name in services])
        for row in rows:
            kind, name = row["Mean lost orders by"][0].split(": ")
            at = self.of.names(kind).index(name)
            for p, policy in enumerate(self.of.policies):
                self.plain(row[policy], fmean(self.of.entry(p, f"loss_by_{kind}", at, kind == "service")))
        self.assertGreaterEqual(self.compared, 3 * (3 + 4 + 10))

    def test_who_is_hit(self):
        services = self.of.names("service")
        tiers = dict(self.of.database.execute("SELECT ordinal, tier FROM graph_service"))
        incidents = dict(self.of.database.execute("SELECT run_case, incidents FROM blast_case"))
        for row in self.rows("Share of incidents in which a service"):
            s = services.index(row["Service"][0])
            self.assertEqual(row["Tier"][0], tiers[s])
            for p, policy in enumerate(self.of.policies):
                self.plain(row[policy], self.of.reached(p)[0][s] / incidents[p], 2)
        for p, row in self.by_policy("Incidents by how many services"):
            self.plain(row["Incidents"], incidents[p])
            for head, low, high in (("1", 1, 1), ("2 to 3", 2, 3), ("4 to 10", 4, 10), ("More than 10", 11, len(services))):
                self.share(row[head], self.of.radius(p, low, high), incidents[p])
        for p in (0, 2):  # the reference and the one that the page tells of
            reached, started = self.of.reached(p)
            losses = [self.of.entry(p, "loss_by_service", s, pairs=True) for s in range(len(services))]
            rows = self.rows(self.of.policies[p] + ": services where most")
            self.assertEqual([row["Faulty service"][0] for row in rows], self.of.costliest(p, 10))
            for row in rows:
                s = services.index(row["Faulty service"][0])
                self.mean(row["Lost orders"], losses[s], least=0)
                self.plain(row["Share"], fmean(losses[s]) / sum(map(fmean, losses)), 2)
                self.share(row["Of incidents"], started[s], incidents[p])
            for row in self.rows(self.of.policies[p] + ": services that see"):
                s = services.index(row["Service"][0])
                self.share(row["Of incidents"], reached[s], incidents[p])
                self.share(row["By others’ faults"], reached[s] - started[s], incidents[p])
        self.assertGreaterEqual(self.compared, 20 * 3 + 3 * 13 + 2 * 10 * (7 + 6))
