// From the start of a fault to its end: detection, diagnosis, mitigation, recovery. (model, section 8)
#pragma once

#include <cstdint>
#include <vector>

#include "models/defects/defect.h"

namespace faultline {

struct DetectionModel {
  double monitor_interval_hours = 5.0 / 60.0;
  double z_alpha = 3.5;                     ///< runtime comparison: one-sided false-alarm quantile
  double z_beta = 1.28;                     ///< power 90 %
  double order_drop_floor_fraction = 0.02;  ///< drops of orders smaller than this drown in the forecast's error
  double order_cusum_threshold = 12.0;      ///< log-likelihood ratio at which the order-rate alarm sounds
  LognormalHours customers{0.5, 1.0};       ///< until customers report what no alert sees
};

struct DiagnosisModel {
  LognormalHours time{0.10, 1.9};
  double undocumented_multiplier = 1.8;
  double reference_suspects = 6.0;  ///< n_ref
  double min_factor = 0.7;
  double max_factor = 2.0;
};

struct MitigationModel {
  double rollback_hours = 10.0 / 60.0;
  LognormalHours fix_forward{1.0, 1.4};
  LognormalHours unwind_data{5.0, 0.6};
  double total_outage_cap_hours = 24.0;  ///< total outages end by then
  double recovery_ramp_hours = 10.0 / 60.0;
};

struct SeverityModel {
  double sev1_fraction = 0.05;  ///< own peak share of journeys failed
  double sev2_fraction = 0.01;
};

/// Who responds: first the team that owns the faulty service, then a pool that all teams share; when nobody is free the
/// incident waits. (model, section 8; architecture, "responders")
struct OnCallModel {
  int per_team = 1;
  int pool = 10;
};

struct ResponseModel {
  OnCallModel on_call;
  DetectionModel detection;
  DiagnosisModel diagnosis;
  MitigationModel mitigation;
  SeverityModel severity;
  double responder_hours_per_incident_hour = 8.0;  ///< engineers on a sev1 or sev2 incident (row 5.16)
  double responders_sev3 = 2.0;
};

/// Incidents that no change caused: no policy prevents them.
struct BackgroundIncidents {
  double per_day = 0.57;
  std::vector<double> weight_per_hour;  ///< by hour of the simulation, mean 1 over a plain week
  MagnitudeLaw magnitude;
  double invisible_fraction = 0.15;
  double rollback_fraction = 0.2;  ///< mitigated at rollback speed (failover, restart); the rest is fixed forward
};

}  // namespace faultline
