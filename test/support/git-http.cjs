// Serves `git http-backend` for the repositories below a folder; prints its port.
const {spawn} = require('node:child_process')
const {createServer} = require('node:http')

const server = createServer((request, response) => {
  const {pathname, search} = new URL(request.url, 'http://localhost')
  const child = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: process.argv[2],
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_USER: 'somebody',
    },
  })
  request.pipe(child.stdin)
  const chunks = []
  child.stdout.on('data', chunk => chunks.push(chunk))
  child.on('close', () => {
    const all = Buffer.concat(chunks)
    const end = all.indexOf('\r\n\r\n')
    const headers = all
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map(line => line.split(/: (.*)/))
    const status = headers.find(([name]) => name === 'Status')?.[1]
    response.writeHead(
      Number(status?.slice(0, 3) ?? 200),
      Object.fromEntries(headers.filter(([name]) => name !== 'Status').map(([name, value]) => [name, value])),
    )
    response.end(all.subarray(end + 4))
  })
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
