// What a reader with script gets on top of a page, in parts that stand one behind another in one function: makers of
// elements first, then what a page of its kind has use for. A page is complete without it. It asks for nothing from
// anywhere and writes text as text alone.
#pragma once

#include <string_view>

namespace faultline::report {

// What the other parts make elements with.
inline constexpr std::string_view kMakersScript = R"js(
  var make = function (tag, text, parent) {
    var e = document.createElement(tag);
    e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  };
  var press = function (text, parent, act) {
    var button = make('button', text, parent);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
  };
)js";

// Tables sort by their headings and copy themselves as CSV.
inline constexpr std::string_view kTablesScript = R"js(
  var units = {k: 1e3, M: 1e6, G: 1e9, T: 1e12, min: 1 / 60, h: 1, d: 24};
  // A number with its unit and nothing joined to it: 3d-render is a name.
  var number = /^(-?[\d,]*\.?\d+(?:e[+-]?\d+)?)(?:[\s\u00a0]?(k|M|G|T|min|h|d|%))?(?=$|[\s\u00a0(])/;
  // The figure of a cell, then its interval, or what stands below.
  var lines = function (cell) {
    var parts = [''];
    cell.childNodes.forEach(function (n) {
      if (n.nodeName === 'BR') parts.push('');
      else if (n.nodeName === 'SMALL') parts[1] = n.textContent.replace(/^\(|\)$/g, '');
      else if (n.nodeName !== 'BUTTON' || cell.tagName === 'TH') parts[parts.length - 1] += n.textContent;
    });
    return parts;
  };
  var value = function (cell) {
    var text = lines(cell)[0].replace(/\u2212/g, '-').trim();
    var m = number.exec(text), chance = /^(?:about|under) ([\d.]+) in ([\d,]+)$/.exec(text);
    if (chance) return chance[1] / chance[2].replace(/,/g, '');
    return m ? parseFloat(m[1].replace(/,/g, '')) * (units[m[2]] || 1) : text === '' || text === '-' ? null : text;
  };
  var compare = function (a, b) {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a).localeCompare(String(b), 'en', {numeric: true});
  };
  var sort = function (table, column, th) {
    var down = th.getAttribute('aria-sort') === 'ascending';
    table.querySelectorAll('thead th').forEach(function (t) { t.removeAttribute('aria-sort'); });
    th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    var body = table.tBodies[0];
    var keys = Array.from(body.rows).map(function (row, i) { return {row: row, key: value(row.cells[column]), i: i}; });
    // Rows are headed by names, of which some may look like numbers.
    if (keys.some(function (k) { return k.row.cells[column].tagName === 'TH' && typeof k.key === 'string'; })) {
      keys.forEach(function (k) { k.key = lines(k.row.cells[column])[0].trim(); });
    }
    keys
      .sort(function (a, b) {
        if (a.key === null || b.key === null) return compare(a.key, b.key) || a.i - b.i;
        return (down ? -1 : 1) * compare(a.key, b.key) || a.i - b.i;
      })
      .forEach(function (r) { body.appendChild(r.row); });
  };
  var quoted = function (text) {
    text = text.replace(/\u00a0/g, ' ').trim();
    if (/^[=+@\t\r]|^-(?![\d.]|$)/.test(text)) text = "'" + text;
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };
  // A figure, the lower and the higher end of its interval (the unit stands once, behind the higher), and what is said
  // where there is none.
  var apart = function (parts) {
    var ends = (parts[1] || '').split(' to ');
    ends[1] ? ends.push('') : ends.unshift('', '');
    if (/\d$/.test(ends[0])) ends[0] += /\D*$/.exec(ends[1])[0];
    return [parts[0]].concat(ends);
  };
  // Lines of cells that stand in no row; where tables are searched there may be some.
  var rest = function () { return []; };
  // All rows, whatever is searched for.
  var csv = function (table) {
    var split = [];
    // 3 cells for each of its column, or, where one says something else than an interval, all 4 (and none beyond).
    table.querySelectorAll('small').forEach(function (e) {
      split[e.closest('td').cellIndex] |= / to /.test(e.textContent) ? 3 : 7;
    });
    return Array.from(table.rows).filter(function (row) { return row.className !== 'made'; }).map(function (row) {
      return Array.from(row.cells).map(function (cell, column) {
        var parts = lines(cell);
        if (!split[column]) return quoted(parts.join(' '));
        return (row.closest('thead')
          ? ['', ' 95 % low', ' 95 % high', ' note'].map(function (end) { return parts.join(' ') + end; })
          : apart(parts)).slice(0, split[column]).map(quoted).join(',');
      }).join(',');
    }).concat(rest(table).map(function (cells) { return cells.map(quoted).join(','); })).join('\n') + '\n';
  };
  var copy = function (text, button) {
    var said = function (not) { button.textContent = not + 'copied'; };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(function () { said(''); }, function () { said('not '); });
    } else {
      said('not ');
    }
  };
  document.querySelectorAll('table').forEach(function (table) {
    table.querySelectorAll('thead th').forEach(function (th, column) {
      var text = th.textContent;
      th.textContent = '';
      press(text, th, function () { sort(table, column, th); });
    });
    var tools = document.createElement('div');
    tools.className = 'tools';
    var button = press('copy as CSV', tools, function () { copy(csv(table), button); });
    table.parentNode.insertBefore(tools, table.nextSibling);
  });
)js";

// Long tables are searched, and with them the text that holds what has no row there: what is found in it gets rows.
inline constexpr std::string_view kFindScript = R"js(
  // What a long table leaves to a text in its fold: a line for each row, behind the heading.
  var texts = function (table) {
    var fold = table.closest('details'), more = fold && fold.querySelector('pre.more');
    return more ? more.textContent.split('\n').slice(1) : [];
  };
  var cellsOf = function (text) {
    return text.split('\t').map(function (cell, i) { return i > 1 && cell !== '-' ? cell + '\u00a0%' : cell; });
  };
  rest = function (table) { return texts(table).map(cellsOf); };
  document.querySelectorAll('table').forEach(function (table) {
    var body = table.tBodies[0], own = Array.from(body.rows), head = table.tHead.rows[0].cells;
    var more = texts(table), most = 50;
    if (own.length + more.length <= 20) return;
    var tools = table.parentNode.querySelector('.tools'), label = make('label', 'find ', tools);
    var input = label.appendChild(document.createElement('input')), said = more.length > 0 && make('output', '', tools);
    var tell = function (lines, asked) {
      if (said) said.textContent = own.length + more.length + ' services are searched, ' +
        (asked ? lines + ' found in the text' + (lines > most ? ', the first ' + most + ' shown' : '') : own.length + ' shown');
    };
    var row = function (text) {
      var r = make('tr', '', body);
      r.className = 'made';
      cellsOf(text).forEach(function (cell, i) {
        var e = make(i ? 'td' : 'th', cell, r);
        if (!i) e.scope = 'row';
        e.classList.toggle('hidden', head[i].classList.contains('hidden'));
      });
    };
    input.type = 'search';
    input.addEventListener('input', function () {
      var wanted = input.value.toLowerCase();
      var has = function (text) { return text.toLowerCase().indexOf(wanted) >= 0; };
      own.forEach(function (row) { row.classList.toggle('unfound', !has(row.textContent)); });
      body.querySelectorAll('.made').forEach(function (row) { row.remove(); });
      var found = wanted ? more.filter(has) : [];
      found.slice(0, most).forEach(row);
      tell(found.length, wanted);
    });
    tell();
  });
)js";

// One theme or the other, in a bar below the heading.
inline constexpr std::string_view kThemeScript = R"js(
  var bar = document.createElement('div');
  bar.className = 'tools';
  bar.id = 'view';
  var choice = 0;
  var rules = [];
  Array.from(document.styleSheets).forEach(function (sheet) {
    Array.from(sheet.cssRules).forEach(function (rule) {
      if (rule.media && /prefers-color-scheme/.test(rule.media.mediaText)) rules.push([rule, rule.media.mediaText]);
    });
  });
  var theme = press('theme: as the system', bar, function () {
    choice = (choice + 1) % 3;
    theme.textContent = 'theme: ' + ['as the system', 'light', 'dark'][choice];
    document.documentElement.style.colorScheme = ['', 'light', 'dark'][choice];
    rules.forEach(function (r) { r[0].media.mediaText = choice === 0 ? r[1] : choice === 1 ? 'not all' : 'screen'; });
  });
  var heading = document.querySelector('h1');
  heading.parentNode.insertBefore(bar, heading.nextSibling);
)js";

// Fewer policies at a time, in that bar.
inline constexpr std::string_view kPoliciesScript = R"js(
  var policies = JSON.parse(document.getElementById('summary').textContent).policies;
  if (policies.length > 1) {
    policies.forEach(function (policy, p) {
      var label = make('label', '', bar);
      var box = label.appendChild(document.createElement('input'));
      box.type = 'checkbox';
      box.checked = true;
      // As the page itself has names: without what would turn their neighbours round.
      make('bdi', ' ' + policy.id.replace(/[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd'), label);
      box.addEventListener('change', function () {
        document.querySelectorAll('[data-policy="' + p + '"]').forEach(function (e) {
          var tag = e.tagName.toLowerCase();
          if (tag === 'th') {
            Array.from(e.closest('table').rows).forEach(function (row) {
              row.cells[e.cellIndex].classList.toggle('hidden', !box.checked);
            });
          } else {
            (tag === 'bdi' ? e.closest('tr') : e).classList.toggle(tag === 'g' ? 'faded' : 'hidden', !box.checked);
          }
        });
      });
    });
  }
)js";

}  // namespace faultline::report
