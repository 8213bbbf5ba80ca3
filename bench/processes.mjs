// What /proc tells of processes: Linux alone.
import { readFileSync } from 'node:fs';

/** The processes that one has started, the oldest first. */
export function childrenOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    // It has just ended.
    return [];
  }
}

/** Memory that a process has now, MB; 0 where it has ended. */
export function residentMb(pid) {
  return statusOf(pid, 'VmRSS');
}

/** The most memory that a process has had, MB; 0 where it has ended. */
export function mostResidentMb(pid) {
  return statusOf(pid, 'VmHWM');
}

/** Seconds of processor time of a process so far; 0 where it has ended. */
export function processorSeconds(pid) {
  const fields = readProc(`${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.length < 13 ? 0 : (Number(fields[11]) + Number(fields[12])) / 100;
}

/** How a process was started. */
export function commandOf(pid) {
  return readProc(`${pid}/cmdline`).replaceAll('\0', ' ');
}

function statusOf(pid, field) {
  const kilobytes = new RegExp(`${field}:\\s+(\\d+)`).exec(readProc(`${pid}/status`))?.[1];
  return kilobytes === undefined ? 0 : (Number(kilobytes) * 1024) / 1e6;
}

function readProc(path) {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}
