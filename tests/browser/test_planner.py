"""report.html, the page for those who plan."""

from pages import PageTest, compare, scenario_of_names


class PlannerTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scenario = scenario_of_names(cls.folder / "scenario")
        cls.page_file = compare(scenario, cls.folder / "results", 20) / "report.html"

    def test_opens_without_complaint_and_is_accessible(self):
        self.assert_accessible(self.page_file)

    def test_nothing_overflows(self):
        self.assert_fits(self.page_file)

    def test_size(self):
        self.assertLess(self.page_file.stat().st_size, 400_000)
