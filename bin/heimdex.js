#!/usr/bin/env node
// ONNX Runtime reads this once, when its native library loads: it must be set before anything is imported.
process.env.ORT_DISABLE_TELEMETRY = '1';
const { main } = await import('../dist/main.js');
const { processHost } = await import('../dist/host.js');
process.exitCode = await main(process.argv.slice(2), processHost());
