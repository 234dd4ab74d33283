#!/usr/bin/env -S node --disable-warning=ExperimentalWarning --max-semi-space-size=64
import { Command } from 'commander';
import { addBacktestVerb } from './backtest-verb.ts';
import { addEstimatesVerb } from './estimates-verb.ts';
import { EXIT } from './exit-codes.ts';
import { consoleOutput as output, refuse } from './output.ts';
import { addPaperVerbs } from './paper-verbs.ts';
import { addSampleVerbs } from './sample-verbs.ts';
import { untilSignal } from './until-signal.ts';

// Each verb loads what it needs when it is called: most need little, and to read all of the program takes a second.
const program = new Command('cotejo')
  .description(
    'Runs the preliminary and the official count of an election from the same tally sheets, in public and with proof.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage))
  .showHelpAfterError('(--help shows the words of every verb)');

program
  .command('rehearse')
  .description('generate an election from a seed and play it (what npm start runs)')
  .option('--out <dir>', 'folder of the run (default: runs/rehearsal, runs/demo or runs/definition)')
  .option('--stations <n>', 'polling stations (default: 34555, with --demo 2000; with --definition at most 3000)')
  .option('--definition <folder>', 'try out the definition of a real election; writes a signed report')
  .option('--seed <text>', 'same seed, same bytes', 'demo')
  .option('--speed <x>', 'factor of the planned pace, or max (default: 1, with --demo 0.25)')
  .option('--scenario <name>', 'calm, or stop: the preliminary publication stops for a day', 'stop')
  .option('--states <n>', 'how many states are published', '60')
  .option('--fresh', 'remove what an earlier run left in the folder')
  .option('--port <n>', 'port of the page (default: 8080, or the next free one)')
  .option('--no-serve', 'no page')
  .option('--demo', 'desks for people too, with marked accounts: some sheets are left for you to type')
  .option('--desk-port <n>', 'port of the desks (default: 8090, or the next free one)')
  .option('--no-estimates', 'no estimates of the incomplete count')
  .option('--pictures <n>', 'how many sheets come with a drawn picture, or all (default: none; with --demo 24)')
  .action(async (options) => {
    if (options.definition !== undefined) {
      const { rehearseDefinitionCommand } = await import('./rehearse-definition-command.ts');
      const asked = { out: 'runs/definition', stations: '3000', ...options };
      return end(await rehearseDefinitionCommand(options.definition, asked, output));
    }
    // `npm start --demo`, without the two dashes that npm wants before the words of a script.
    const demo = options.demo === true || process.env['npm_config_demo'] === 'true';
    // A person at a desk needs time, and a machine that has some for her.
    const size = demo ? { stations: '2000', speed: '0.25' } : { stations: '34555', speed: '1' };
    const asked = { out: demo ? 'runs/demo' : 'runs/rehearsal', ...size, ...options, demo };
    end(await (await import('./rehearse-command.ts')).rehearseCommand(asked, output));
  });

program
  .command('count')
  .description('run a real count: desks for people, a door for sheets, the public page')
  .argument('<folder>', 'election folder with "nature": "live"')
  .requiredOption('--out <dir>', 'folder of the run')
  .option('--port <n>', 'port of the public page (default: 8080, or the next free one)')
  .option('--desk-port <n>', 'port of desks and door (default: 8090, or the next free one)')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--url <address>', 'where browsers find the desks, when that is not this machine (https behind a proxy)')
  .option('--endpoint <url...>', 'further addresses where phones reach this door')
  .option('--sms <file>', 'settings of a gateway that hands in SMS')
  .option('--no-reading', 'the public pages answer nobody until an administrator opens them')
  .option('--office <id>', 'run the official count of this office, by the definition that follows from the whole')
  .option('--national <file>', 'with --office, at its first start: the trust file of the national count')
  .action(async (folder, options) => {
    const { countCommand } = await import('./count-command.ts');
    end(await countCommand(folder, options, output));
  });

const office = program
  .command('office')
  .description('the offices of an official count, and their way into the national one');
office
  .command('definition')
  .description('what an office counts by: it follows from the election folder')
  .argument('<folder>')
  .argument('<id>', 'id of the office')
  .option('--out <dir>', 'write the definition in its published form')
  .action(async (folder, id, options) =>
    end((await officeCommands()).officeDefinitionCommand(folder, id, options, output)),
  );
office
  .command('keys')
  .description('what two administrators of the national count declare of an office')
  .argument('<dir>', "folder of the office's count")
  .action(async (directory) => end((await officeCommands()).officeKeysCommand(directory, output)));
office
  .command('send')
  .description('send to the national count what it has not, for hours if need be')
  .argument('<dir>', "folder of the office's count, which may be running")
  .requiredOption('--to <url>', 'where the desks of the national count are')
  .option('--watch', 'go on with what is new')
  .action(async (directory, options) => {
    const stop = untilSignal();
    const ended = new AbortController();
    void stop.signalled.then(() => ended.abort());
    end(await (await officeCommands()).officeSendCommand(directory, options, ended.signal, output));
    stop.detach();
  });
office
  .command('export')
  .description('write the same to a file, for a stick')
  .argument('<dir>', "folder of the office's count")
  .argument('<file>', 'the file on the stick')
  .option('--from <n>', 'number of the first event', '0')
  .option('--force', 'replace a file that is there')
  .action(async (directory, file, options) =>
    end(await (await officeCommands()).officeExportCommand(directory, file, options, output)),
  );
office
  .command('take-in')
  .description('take in what a stick brings')
  .argument('<where>', 'address of the desks of the national count, or its folder while nobody runs it')
  .argument('<file>', 'the file on the stick')
  .action(async (where, file) => end(await (await officeCommands()).officeTakeInCommand(where, file, output)));
office
  .command('slip')
  .description('print the newest checkpoint as a code and as text, for delegates')
  .argument('<dir>', "folder of the office's count, or of a count without offices; it may be running")
  .requiredOption('--out <file>', 'the PDF')
  .option('--force', 'replace a file that is there')
  .action(async (directory, options) =>
    end(await (await officeCommands()).officeSlipCommand(directory, options, output)),
  );

program
  .command('recover')
  .description('a way back in when the only administrator is lost; the record says in public that it was used')
  .argument('<dir>')
  .argument('<name>', 'name of the account')
  .action(async (directory, name) => {
    const { recoverCommand } = await import('./recover-command.ts');
    end(await recoverCommand(directory, name, output));
  });

program
  .command('intake')
  .description('send scans to a counting centre, or what a phone could not send and wrote to a file')
  .argument('<paths...>', 'folders of scans (matched by QR code, by file name, or left to a desk), files of phones')
  .requiredOption('--server <url>', 'where the desks of the counting centre are')
  .option('--device <name>', 'the name under which this device is enrolled; for folders')
  .option('--key <file>', "the device's own key (made at the first call); for folders")
  .option('--json', 'print JSON')
  .action(async (paths, options) => {
    const { intakeCommand } = await import('./intake-command.ts');
    end(await intakeCommand(paths, options, output));
  });

program
  .command('forms')
  .description("print each station's paper as PDF: instructions, form, codes; or forms alone, as specimens")
  .argument('<dir>', 'folder of a count; with --specimen an election folder')
  .requiredOption('--out <file>', 'the PDF; with --split a folder of PDFs')
  .option(
    '--specimen',
    'forms without codes, marked as specimens; one for each kind of paper unless stations are named',
  )
  .option('--station <id...>', 'only these stations')
  .option('--place <unit>', 'only the stations of this unit, like u12')
  .option('--capture-url <url>', 'where phones find the page (needed for kits)')
  .option('--sms-number <number>', 'where an SMS goes to (default: a line on which to write it)')
  .option('--expires <instant>', 'until when the codes are good (default: seven days after the polls close)')
  .option('--per <what>', 'station or place: what a phone may send for', 'station')
  .option('--anew', 'also for stations whose kit was printed before: its unused codes are then good no more')
  .option('--split', 'one file for each polling place')
  .option('--force', 'replace a file that is there')
  .action(async (directory, options) => {
    const { formsCommand } = await import('./forms-command.ts');
    end(await formsCommand(directory, options, output));
  });

program
  .command('import')
  .description('check an election folder; every fault with file, line, field and what was expected')
  .argument('<folder>')
  .option('--out <dir>', 'write the definition in its published form')
  .option('--json', 'print JSON (docs/spec/import.schema.json)')
  .action(async (folder, options) =>
    end(await (await import('./import-command.ts')).importCommand(folder, options, output)),
  );

program
  .command('replay')
  .description('replay the published figures of a real election, as what they are')
  .argument('<folder>')
  .requiredOption('--out <dir>', 'folder of the run')
  .option('--speed <x>', "seconds of the election's own time in one real second (default: 120)")
  .option('--max', 'as fast as the machine goes; one state at the end')
  .option('--serve', 'serve the page meanwhile and afterwards')
  .option('--port <n>', 'port of the page (default: 8080, or the next free one)')
  .action(async (folder, options) =>
    end(await (await import('./replay-command.ts')).replayCommand(folder, options, output)),
  );

program
  .command('results')
  .description('figures of a run, now or as the public could see them at an instant')
  .argument('<dir>')
  .option('--count <count>', 'preliminary or official (default: both, side by side)')
  .option('--unit <id>', 'a unit of the geography (default: the whole)')
  .option('--as-of <instant>', 'like 2019-10-20T19:40:57-04:00')
  .option('--json', 'print JSON (docs/spec/results.schema.json)')
  .action(async (directory, options) =>
    end(await (await import('./results-command.ts')).resultsCommand(directory, options, output)),
  );

program
  .command('project')
  .description('what the sheets in say about the whole: intervals and probabilities. Exit 3: nothing can be said')
  .argument('<where>', 'folder of a run, or an election folder')
  .option('--as-of <instant>', 'what the public could see then, like 2019-10-20T19:40:57-04:00')
  .option('--count <count>', 'preliminary or official: whose sheets are looked at (default: preliminary)')
  .option('--contest <id>', 'default: the first')
  .option('--with <folder>', 'election folder with facts about the stations and a previous election')
  .option('--seed <n>', 'same seed, same answer (default: 1)')
  .option('--draws <n>', 'how many draws, 100 to 20000 (default: 1000)')
  .option('--without <parts>', 'leave out trend, previous or shock, separated by commas')
  .option('--json', 'print JSON (docs/spec/project.schema.json)')
  .action(async (where, options) => end((await import('./project-command.ts')).projectCommand(where, options, output)));

program
  .command('compare')
  .description(
    'hold every sheet of one count against the same sheet of the other; or the figures of A against those of B',
  )
  .argument(
    '<dir>',
    'folder of a run; with a second one: run, public folder or its address, election folder or CSV of figures',
  )
  .argument('[b]', 'the other organisation: the same')
  .option('--as-of <instant>', 'the preliminary count as the public could see it then')
  .option('--by <level>', 'also by area, like department')
  .option('--direction <way>', 'only sheets that add to the lead (more), take from it (less), or do neither (same)')
  .option('--limit <n>', 'how many differing sheets to list', '20')
  .option('--csv <file>', 'write every differing figure to this file')
  .option('--force', 'replace a file that is there')
  .option('--map <file>', 'of A and B: names that go together (docs/spec/collation.md)')
  .option('--count-a <count>', 'preliminary or official (default: official, if it has any sheet)')
  .option('--count-b <count>', 'the same of B')
  .option('--empty-is-zero', 'of A and B: take an empty box for a 0')
  .option('--json', 'print JSON (docs/spec/compare.schema.json; of A and B compare-sides.schema.json)')
  .action(async (directory, other, options) =>
    end(await (await import('./compare-command.ts')).compareCommand(directory, other, options, output)),
  );

program
  .command('verify')
  .description(
    'from public bytes alone: is it all so? Exit 0 verified, 1 something is not so, 3 origin not established',
  )
  .argument('<dir or url>')
  .option('--trust <file>', 'the trust file, which came by another way')
  .option('--since <checkpoint>', 'an older checkpoint file that you kept')
  .option('--json', 'print JSON (docs/spec/verify.schema.json)')
  .action(async (target, options) =>
    end(await (await import('./verify-command.ts')).verifyCommand(target, options, output)),
  );

program
  .command('tamper')
  .description('change one byte of a copy, and let verify name it')
  .argument('<dir>')
  .option('--file <path>', 'which public file (default: the figures of the whole)')
  .option('--byte <n>', 'which byte (default: a digit of the votes)')
  .option('--keep', 'keep the copy (DIR-tampered)')
  .action(async (directory, options) =>
    end(await (await import('./tamper-command.ts')).tamperCommand(directory, options, output)),
  );

program
  .command('serve')
  .description('serve what a run published, and nothing else of it')
  .argument('<dir>')
  .option('--port <n>', 'port (default: 8080, or the next free one)')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .action(async (directory, options) =>
    end(await (await import('./serve-command.ts')).serveCommand(directory, options, output)),
  );

program
  .command('proof')
  .description('an offline proof that one event is in the log')
  .argument('<dir>')
  .argument('<number>', 'record number of the event')
  .option('--out <file>', 'write it there (default: print)')
  .action(async (directory, number, options) =>
    end(await (await import('./proof-command.ts')).proofCommand(directory, number, options, output)),
  );

program
  .command('promise')
  .description('was kept what the log promised a sender? Exit 0 kept, 1 broken, 3 neither shown')
  .argument('<file>', 'a promise with its proof, or a broken-promise file')
  .requiredOption('--trust <file>', 'the trust file, which came by another way')
  .action(async (file, options) =>
    end(await (await import('./promise-command.ts')).promiseCommand(file, options, output)),
  );

function officeCommands() {
  return import('./office-command.ts');
}

addPaperVerbs(program, output, end);
addSampleVerbs(program, output, end);
addBacktestVerb(program, output, end);
addEstimatesVerb(program, output, end);

try {
  await program.parseAsync();
} catch (cause) {
  // What the system refused is said in a sentence; anything else is a bug and is shown as one.
  if (!(cause instanceof Error && 'code' in cause && 'syscall' in cause)) throw cause;
  end(refuse(output, `${cause.message}. Check the path, its permissions and the free space.`, EXIT.cannotRun));
}

function end(code: number): void {
  process.exitCode = code;
}
