/** A swarm of one node: its service is scaled and replaced, one container of teu after the other. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { DockerRig } from './docker-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Docker');

let rig: DockerRig;
beforeAll(() => {
  rig = new DockerRig();
  rig.must('tag', 'bb:1', 'bb:2');
  rig.must('swarm', 'init', '--advertise-addr', '10.77.0.1');
}, 120_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

/** Image and runtime of every container of the service that runs. */
function running(): string[] {
  const ids = rig.must('ps', '-q', '--filter', 'label=com.docker.swarm.service.name=web').split('\n');
  return ids
    .filter(Boolean)
    .map((id) => rig.inspect(id, '{{.Config.Image}} {{.HostConfig.Runtime}} {{.State.Status}}'));
}
const copies = (image: string, count: number) => Array<string>(count).fill(`${image} teu running`);

test('a service has as many replicas as asked, and a rolling update replaces each', () => {
  const script = 'trap "exit 0" TERM; while :; do sleep 0.1; done';
  const choices = ['--no-resolve-image', '--detach', '--name', 'web', '--replicas', '3'];
  rig.must('service', 'create', ...choices, 'bb:1', 'sh', '-c', script);
  rig.eventually('three replicas', () => Bun.deepEquals(running(), copies('bb:1', 3)));
  rig.must('service', 'scale', '--detach', 'web=5');
  rig.eventually('five replicas', () => Bun.deepEquals(running(), copies('bb:1', 5)));
  rig.must('service', 'scale', '--detach', 'web=2');
  rig.eventually('two replicas', () => Bun.deepEquals(running(), copies('bb:1', 2)));
  rig.must(
    'service',
    'update',
    '--no-resolve-image',
    '--detach',
    '--update-parallelism',
    '1',
    '--image',
    'bb:2',
    'web',
  );
  rig.eventually('the update', () => Bun.deepEquals(running(), copies('bb:2', 2)), 60_000);
  rig.must('service', 'rm', 'web');
  rig.eventually('the end of all', () => rig.must('ps', '-q').trim() === '');
  rig.must('swarm', 'leave', '--force');
});
