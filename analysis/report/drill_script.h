// What a reader with script gets in the single-change drill: any service, by name or from the map.
#pragma once

#include <string_view>

namespace faultline::report {

/// Discs of a map come in order of services, then those of its legend: `positions` leads from a service to its place
/// among the origins.
inline constexpr std::string_view kDrillScript = R"js(
(function () {
  'use strict';
  var section = document.getElementById('drill');
  var data = JSON.parse(document.getElementById('drill-data').textContent);
  var finding = section.querySelector('strong'), table = section.querySelector('table'), body = table.tBodies[0];
  var names = data.names, origins = data.origins;
  var make = function (tag, parent) { return parent.appendChild(document.createElement(tag)); };
  var draw = function (name, parent, width) {
    var e = parent.appendChild(document.createElementNS('http://www.w3.org/2000/svg', name));
    e.setAttribute('width', width);
    e.setAttribute('height', 9);
    return e;
  };
  var row = function (hit) {
    var r = make('tr', body), head = make('th', r);
    head.scope = 'row';
    head.textContent = names[hit[0]];
    [data.tiers[hit[0]] || '-', hit[1] + '\u00a0% ', hit[2], hit[3] || '-'].forEach(function (text, column) {
      var cell = make('td', r);
      cell.textContent = text;
      if (column !== 1) return;
      var bar = draw('svg', cell, 80);
      bar.setAttribute('class', 'bar');
      bar.setAttribute('aria-hidden', 'true');
      draw('rect', bar, Math.round(0.8 * hit[1]));
    });
  };
  var show = function () {
    var o = origins[select.value], hits = o[3], tied = 0, i;
    for (i = 1; i < hits.length; i += 4) tied += hits[i] === hits[1];
    finding.textContent = 'When ' + names[o[0]] + ' fails, so do ' + o[1] + ' of customers\u2019 orders; ' + (tied === 0
      ? 'no other service sees errors in ' + data.least + '\u00a0% of its requests or more.'
      : 'on average ' + o[2] + ' other service' + (o[2] === '1' ? ' sees' : 's see') + ' errors, most of all ' +
        names[hits[0]] + (tied > 1 ? ' and ' + (tied - 1) + ' more' : '') + ' (' + hits[1] + '\u00a0% of ' +
        (tied > 1 ? 'their' : 'its') + ' requests).');
    table.querySelectorAll('[aria-sort]').forEach(function (th) { th.removeAttribute('aria-sort'); });
    body.textContent = '';
    for (i = 0; i < hits.length; i += 4) row(hits.slice(i, i + 4));
  };
  var tools = document.createElement('div'), label = make('label', tools);
  tools.className = 'tools';
  label.textContent = 'faulty service (most lost orders first) ';
  var select = make('select', label);
  origins.forEach(function (o, i) { select.add(new Option(names[o[0]], i)); });
  select.value = data.first;
  select.addEventListener('change', show);
  table.id = 'drill-victims';
  select.setAttribute('aria-controls', table.id);
  finding.setAttribute('aria-live', 'polite');
  section.insertBefore(tools, finding.parentNode);
  if (data.positions) document.querySelectorAll('#maps svg').forEach(function (map) {
    map.querySelectorAll('circle').forEach(function (disc, service) {
      if (service >= origins.length) return;
      disc.classList.add('pick');
      disc.addEventListener('click', function () {
        select.value = data.positions[service];
        show();
        select.focus();
      });
    });
  });
})();
)js";

}  // namespace faultline::report
