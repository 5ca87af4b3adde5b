import { describeAll } from '../query/list.ts';
import { renderTable } from '../query/table.ts';
import { listContainers } from '../state/all.ts';
import { type Handler, print, rootOf } from './context.ts';

const header = ['ID', 'PID', 'STATUS', 'BUNDLE', 'CREATED', 'OWNER'];

/** Lists the containers below the root. One with an unreadable state is a warning, and `-q` still names it. */
export const list: Handler<'list'> = ({ options }, context) => {
  const root = rootOf(context);
  if (options.quiet) {
    print(
      listContainers(root)
        .map((dir) => `${dir.id}\n`)
        .join(''),
    );
    return;
  }
  const { found, broken } = describeAll(root);
  for (const { id, why } of broken) context.log.warn(`${id}: ${why}`);
  if (options.format === 'json') {
    print(`${JSON.stringify(found)}\n`);
    return;
  }
  const rows = found.map((c) => [c.id, String(c.pid), c.status, c.bundle, c.created, c.owner]);
  print(renderTable([header, ...rows]));
};
