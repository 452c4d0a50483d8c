// What a reader with script reads off the charts of a page, by pointer or by the keys of a slider. Parts, as those of
// page_script.h.
#pragma once

#include <string_view>

namespace faultline::report {

// A slider under a chart, and what it says.
inline constexpr std::string_view kSliderScript = R"js(
  var control = function (svg, least, most, say) {
    var bar = document.createElement('div'), input = document.createElement('input');
    var output = document.createElement('output');
    bar.className = 'tools values';
    input.type = 'range';
    input.min = least;
    input.max = most;
    input.step = 1;
    input.value = least;
    input.setAttribute('aria-label', 'values of: ' + svg.querySelector('title').textContent);
    output.textContent = 'values: move here, or point at the chart';
    var tell = function () {
      output.textContent = say(+input.value);
      input.setAttribute('aria-valuetext', output.textContent);
    };
    input.addEventListener('input', tell);
    bar.appendChild(input);
    bar.appendChild(output);
    svg.parentNode.insertBefore(bar, svg.nextSibling);
    return function (at) { input.value = at; tell(); };
  };
)js";

// The values of every curve at one place, those of the marks that say something on hovering, and those of cells, one
// after another.
inline constexpr std::string_view kChartValuesScript = R"js(
  var shown = function (v) {
    return v !== 0 && (Math.abs(v) < 1e-4 || Math.abs(v) >= 1e12) ? v.toExponential(2)
                                                                 : Number(v.toPrecision(3)).toLocaleString('en');
  };
  // As the charts write them: kind, domain, pixels, what is measured.
  var scale = function (text) {
    var w = text.split(' '), low = +w[1], high = +w[2], start = +w[3], end = +w[4];
    return {start: start, end: end, label: w.slice(5).join(' '), value: function (pixel) {
      var share = (pixel - start) / (end - start);
      return w[0] === 'log' ? low * Math.pow(high / low, share) : low + share * (high - low);
    }};
  };
  var points = function (path) {
    var x = 0, y = 0;
    return (path.getAttribute('d').match(/[Mlhv][^Mlhv]*/g) || []).map(function (part) {
      var n = part.slice(1).match(/-?(?:\d+\.?\d*|\.\d+)/g).map(Number), c = part[0];
      if (c === 'M') { x = 0; y = 0; }
      if (c !== 'v') x += n[0];
      if (c !== 'h') y += n[c === 'v' ? 0 : 1];
      return {x: x, y: y};
    });
  };
  var height = function (list, x) {
    for (var i = 1; i < list.length; ++i) {
      var a = list[i - 1], b = list[i];
      if (a.x <= x && x <= b.x) return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : b.y;
    }
    return null;
  };
  var curves = function (svg) {
    var x = scale(svg.dataset.x), y = scale(svg.dataset.y);
    var list = Array.from(svg.querySelectorAll('g[data-name]')).map(function (g) {
      return {group: g, points: [].concat.apply([], Array.from(g.querySelectorAll('path[fill=none]'), points))};
    });
    var guide = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    guide.setAttribute('class', 'fl-s-ink');
    guide.setAttribute('stroke', '#1a1a1a');
    guide.setAttribute('y1', y.start);
    guide.setAttribute('y2', y.end);
    var to = control(svg, Math.ceil(x.start), Math.floor(x.end), function (at) {
      guide.setAttribute('x1', at);
      guide.setAttribute('x2', at);
      svg.appendChild(guide);
      var values = list.filter(function (c) { return !c.group.classList.contains('faded'); }).map(function (c) {
        var h = height(c.points, at);
        return c.group.dataset.name + ' ' + (h === null ? '-' : shown(y.value(h)));
      });
      return x.label + ' ' + shown(x.value(at)) + ' \u2192 ' + y.label + ': ' + values.join(', ');
    });
    svg.addEventListener('pointermove', function (event) {
      var box = svg.getBoundingClientRect();
      var at = (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width;
      if (at >= x.start && at <= x.end) to(Math.round(at));
    });
  };
  var marks = function (svg, list) {
    var to = control(svg, 0, list.length - 1, function (at) {
      list.forEach(function (mark, i) { mark.classList.toggle('told', i === at); });
      return list[at].querySelector('title').textContent;
    });
    list.forEach(function (mark, i) { mark.addEventListener('pointerenter', function () { to(i); }); });
  };
  // What a map shows stands in the table within or behind its figure, row by row from the top.
  var cells = function (svg) {
    var figure = svg.parentNode, table = figure.querySelector('table') ||
      figure.nextElementSibling && figure.nextElementSibling.querySelector('table');
    var edges = svg.dataset.cells.split(',').map(function (part) { return part.split(' ').map(Number); });
    var across = edges[0].length - 1, down = edges[1].length - 1;
    if (!table || table.tBodies[0].rows.length !== down || table.tHead.rows[0].cells.length !== across + 1) return;
    var rows = Array.from(table.tBodies[0].rows), head = Array.from(table.tHead.rows[0].cells);
    var axes = head[0].textContent.split(' \\ ');
    var to = control(svg, 0, across * down - 1, function (at) {
      var row = rows[Math.floor(at / across)].cells, column = at % across + 1;
      return axes[1] + ' ' + head[column].textContent + ', ' + axes[0] + ' ' + row[0].textContent + ' \u2192 ' +
        lines(row[column]).join(' ');
    });
    svg.addEventListener('pointermove', function (event) {
      var box = svg.getBoundingClientRect(), zoom = svg.viewBox.baseVal.width / box.width;
      var x = (event.clientX - box.left) * zoom, y = (event.clientY - box.top) * zoom;
      var column = edges[0].filter(function (edge) { return edge <= x; }).length - 1;
      var row = edges[1].filter(function (edge) { return edge <= y; }).length - 1;
      if (column >= 0 && column < across && row >= 0 && row < down) to(row * across + column);
    });
  };
  document.querySelectorAll('figure > svg').forEach(function (svg) {
    if (svg.dataset.x) {
      curves(svg);
    } else if (svg.dataset.cells) {
      cells(svg);
    } else {
      var list = Array.from(svg.querySelectorAll('circle')).filter(function (c) { return c.querySelector('title'); });
      if (list.length > 1) marks(svg, list);
    }
  });
)js";

// On the sheet each chart stands in a panel with its numbers: the slider goes through their rows, and so does the
// pointer, over marks in a policy's colour or over bars.
inline constexpr std::string_view kPanelValuesScript = R"js(
  document.querySelectorAll('.panel').forEach(function (panel) {
    var svg = panel.querySelector('svg'), table = panel.querySelector('table');
    if (!svg || !table) return;
    var rows = Array.from(table.tBodies[0].rows), head = table.tHead.rows[0].cells;
    var to = control(svg, 0, rows.length - 1, function (at) {
      return Array.from(rows[at].cells).map(function (cell, i) {
        return (i ? head[i].textContent + ' ' : '') + lines(cell).join(' ');
      }).join(', ');
    });
    svg.addEventListener('pointerover', function (event) {
      var drawn = event.target, look = drawn.getAttribute('class') || '', policy = /-p(\d+)/.exec(look);
      var row = policy ? policy[1] - (panel.dataset.from || 0)
                       : /-end$/.test(look) ? Array.from(svg.querySelectorAll('.' + look)).indexOf(drawn) : -1;
      if (rows[row]) to(row);
    });
  });
)js";

}  // namespace faultline::report
