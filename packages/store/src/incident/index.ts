export { readIncident } from './read/read-incident.ts';
export {
  type IncidentBlocks,
  type IncidentBudget,
  type IncidentParams,
  type IncidentRows,
  incidentBudget,
  type NoticeRow,
} from './types.ts';
