/** The files that a new lab begins with: it starts, and shows where each thing goes. */
export function emptyLab(title: string): Record<string, string> {
  return {
    'lab.yml': `title: ${JSON.stringify(title)}
language: en
containers:
  box:
    image: busybox
setup: scripts/setup.sh
solve: scripts/solve.sh
checks:
  - name: first
    title: There is a file \`first.txt\`
    run: test -e /root/first.txt
`,
    'instructions/1-begin.md':
      '# Begin\n\nMake a file:\n\n```run\ntouch first.txt\n```\n\n```check first\n```\n',
    'scripts/setup.sh': 'echo "ready" > /root/ready.txt\n',
    'scripts/solve.sh': 'touch /root/first.txt\n',
  }
}
