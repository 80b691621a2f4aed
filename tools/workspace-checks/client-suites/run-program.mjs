import { spawn } from 'node:child_process';

/** Runs a program to its end. Shape: `code` is null when it was stopped after the limit. Units: `limit` in seconds. */
export function runProgram(program, args, { cwd, env = {}, limit = 240 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit * 1000,
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.once('error', (error) => resolve({ code: null, out, err: error.message }));
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** The first line that says something. */
export function firstLine(text, otherwise) {
  return text.split('\n').find((line) => line.trim() !== '') ?? otherwise;
}
