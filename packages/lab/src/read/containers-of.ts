import type { ContainerWish } from '../fields/container-field.ts'
import type { LabContainer } from '../spec/lab-spec.ts'
import type { LabFiles } from './lab-files.ts'
import type { Report } from './report.ts'

const MIB = 1024 ** 2
const USUAL = { cpu: 0.5, burst: 1, memory: 256 * MIB, pids: 256, disk: 1024 * MIB }
/** bash where the image has it */
const USUAL_SHELL = ['/bin/sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash -l; exec sh -l']

export function containersOf(
  wishes: Readonly<Record<string, ContainerWish>>,
  files: LabFiles,
  report: Report,
): LabContainer[] {
  const containers = Object.entries(wishes).map(([name, wish]) => containerOf(name, wish, files, report))
  const seen = new Set<string>()
  for (const { name, ports } of containers) {
    for (const port of ports) {
      if (seen.has(port.name))
        report.wrong(['containers', name, 'ports', port.name], 'another container has a port of this name')
      seen.add(port.name)
    }
  }
  return containers
}

function containerOf(name: string, wish: ContainerWish, files: LabFiles, report: Report): LabContainer {
  const { image = null, dockerfile = null, limits = {} } = wish
  if (dockerfile !== null && !Object.hasOwn(files, dockerfile))
    report.wrong(['containers', name, 'dockerfile'], `there is no file ${dockerfile}`)
  const cpu = limits.cpu ?? USUAL.cpu
  const burst = limits.burst ?? Math.max(cpu, USUAL.burst)
  if (burst < cpu) report.wrong(['containers', name, 'limits', 'burst'], 'is less than cpu')
  return {
    name,
    image,
    dockerfile,
    command: commandOf(wish.command),
    env: wish.env ?? {},
    user: wish.user ?? null,
    workdir: wish.workdir ?? null,
    shell: wish.shell ?? USUAL_SHELL,
    terminal: wish.terminal ?? true,
    limits: {
      cpu,
      burst,
      memory: limits.memory ?? USUAL.memory,
      pids: limits.pids ?? USUAL.pids,
      disk: limits.disk ?? USUAL.disk,
    },
    ports: Object.entries(wish.ports ?? {}).map(([port, given]) =>
      typeof given === 'number'
        ? { name: port, port: given, open: false }
        : { name: port, port: given.port, open: given.open ?? false },
    ),
  }
}

function commandOf(wish: ContainerWish['command']): readonly string[] | null {
  if (wish === undefined) return null
  if (wish === 'image') return []
  return typeof wish === 'string' ? ['/bin/sh', '-c', wish] : wish
}
