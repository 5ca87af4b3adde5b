/** Prints the bundle's configuration with the placeholders of bench.c: @P@ the program's words, @N@ a number. */
import { defaultConfig } from '../helpers/config.ts';

const config = defaultConfig();
config.hostname = 'bench@N@';
config.process.args = ['PROGRAM'];
config.annotations = { 'org.example.number': '@N@' };
if (process.argv[2] === 'v2') config.linux.namespaces.push({ type: 'cgroup' });
console.log(JSON.stringify(config).replace('"PROGRAM"', '@P@'));
