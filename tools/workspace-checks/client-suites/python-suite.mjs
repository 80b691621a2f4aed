import { fileURLToPath } from 'node:url';
import { pythonHome } from './python-home.mjs';

const version = '1.4.0';

/** The tests that the public Python client brings along, all of them but those that ask for what is not offered. */
export const pythonSuite = {
  name: 'python',
  title: `vertica-python ${version}, its own tests`,
  floor: 107,
  outOfScope: [
    [/ComplexType|transfer_format.*(?:array|set|row)/i, 'arrays, sets and rows are not emulated'],
    [/test_transfer_format/, 'the binary transfer format is not offered'],
    [/test_tls/, 'the tests set up TLS by SQL of the server'],
    [/test_authentication/, 'the tests set up users and their logins by SQL of the server'],
    [/test_loadbalance/, 'the tests need a cluster of several nodes'],
    [/test_cancel.*(?:returned|running)_query/, 'the tests use TIMESERIES or tables of a cluster'],
    [
      /test_copy_local_(?!stdin_no|no_)|test_disabled_copy_local/,
      'COPY from files of the client is not offered',
    ],
    [/udtype/, 'geometry is not emulated'],
    [/workload/, 'the tests read the log of a cluster'],
    [/client_os_/, 'the tests read internal tables of a cluster'],
    [
      /DateParsing|timezones|\bbc_|sqldata_converter/,
      'years before Christ and zones other than UTC are not emulated',
    ],
  ],
  async prepare() {
    return pythonHome(`vertica-python-${version}`, [
      `vertica-python==${version}`,
      'pytest==8.3.5',
      'parameterized==0.9.0',
      'mock==5.2.0',
    ]);
  },
  async run(port, { home, program }, runProgram) {
    const args = [
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      '-p',
      'report_cases',
      '--tb=no',
      '--pyargs',
      'vertica_python.tests',
    ];
    const { out, err } = await runProgram(program('python'), args, {
      cwd: home,
      env: {
        PYTHONPATH: fileURLToPath(new URL('.', import.meta.url)),
        PYTHONDONTWRITEBYTECODE: '1',
        OUT_OF_SCOPE: JSON.stringify(
          this.outOfScope.map(([{ source, flags }]) => (flags === 'i' ? `(?i)${source}` : source)),
        ),
        VP_TEST_HOST: '127.0.0.1',
        VP_TEST_PORT: String(port),
        VP_TEST_USER: 'tester',
        VP_TEST_DATABASE: 'test',
        VP_TEST_LOG_DIR: `${home}/logs`,
      },
    });
    const cases = out
      .split('\n')
      .flatMap((line) =>
        line.includes('case:{') ? [JSON.parse(line.slice(line.indexOf('case:{') + 5))] : [],
      );
    if (cases.length === 0) throw new Error(`pytest reported nothing: ${(err || out).slice(-400)}`);
    return cases;
  },
};
