import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contractSpec } from '../../test/real/support/contract-spec.js'
import { writeContainer } from '../../test/real/support/collector.js'
import { addNativeLibrary } from '../../test/real/support/native-library.js'
import { freePorts, start, until } from '../../test/real/support/programs.js'
import { childrenOf } from '../../test/real/support/processes.js'
import type { Target } from './target.js'

/** Folder with `lib/resty/kafka` of lua-resty-kafka 0.23, which no registry has. */
export const RESTY_KAFKA = process.env['CLICKSTREAM_RESTY_KAFKA']

/** As start.sh sets it. */
const MALLOC = 'glibc.malloc.tcache_count=1024'

/** One nginx with the same modules, settings and Lua files as the collector, and one location for each thing to compare with. */
const configuration = (port: number, brokerPort: number): string => `
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
worker_processes 1; error_log stderr error; pid spool/nginx.pid; pcre_jit on;
env KAFKA_BROKERS;
events { worker_connections 16384; }
http {
  access_log off; keepalive_requests 10000; client_header_buffer_size 8k; client_body_buffer_size 64k; client_max_body_size 1024k;
  client_body_temp_path spool/a; proxy_temp_path spool/b; fastcgi_temp_path spool/c; uwsgi_temp_path spool/d; scgi_temp_path spool/e;
  lua_package_path "$prefix/lua/?.lua;${RESTY_KAFKA ?? '$prefix'}/lib/?.lua;/usr/share/lua/5.1/?.lua;;";
  lua_socket_log_errors off;
  lua_shared_dict clickstream_metrics 1m;
  init_by_lua_block {
    local ffi = require("ffi")
    ffi.cdef("void free(void *bytes);")
    local event = require("event")
    local native = require("native")
    local request = require("headers").request
    local answer = '{"code":200,"data":true}'
    function bare()
      ngx.req.read_body()
      ngx.print(answer)
    end
    local settings = { producer_type = "async", max_buffering = 500000, required_acks = -1, batch_num = 500, api_version = 2 }
    local made = ffi.new("clickstream_record[1]")
    local project = "app_logs"
    -- The collector's own check. The record is made as the original makes it: LuaJIT's hash samples a text, and ours, which differ in
    -- their ids alone, would all collide.
    local function checked(body)
      if not native then
        return event.parse(body)[1]
      end
      request.project.at, request.project.size = project, #project
      assert(native.clickstream_records(request, body, #body, made, 1) == 1)
      local record = made[0]
      local data = ffi.string(record.bytes + record.event, record.size - record.event - 1)
      ffi.C.free(record.bytes)
      return data
    end
    function reference(validate)
      ngx.req.read_body()
      local body = ngx.req.get_body_data()
      local data = validate and checked(body) or ngx.decode_base64(body) or body
      local record = '{"meta":{"project":"app_logs","ctime":' .. (ngx.now() * 1000) .. ',"ip":"' .. ngx.var.remote_addr
        .. '"},"data":' .. data .. "}"
      local producer = require("resty.kafka.producer"):new({ { host = "127.0.0.1", port = ${brokerPort} } }, settings)
      local ok = producer:send("app_logs", nil, record)
      if not ok then
        ngx.status = 503
      end
      ngx.print(answer)
    end
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /bare { content_by_lua_block { bare() } }
    location = /reference { content_by_lua_block { reference(true) } }
    location = /reference-plain { content_by_lua_block { reference(false) } }
  }
}
`

/** Starts what the collector is compared with; `path` of a measurement chooses. */
export const startReference = async (brokers: string): Promise<Target & { remove(): Promise<void> }> => {
  const [port] = await freePorts()
  const prefix = await writeContainer(contractSpec('nginx-lua'), 'nginx-lua').catch(() =>
    mkdtemp(join(tmpdir(), 'bench-')),
  )
  await mkdir(join(prefix, 'spool'), { recursive: true })
  await addNativeLibrary(prefix)
  await writeFile(join(prefix, 'reference.conf'), configuration(port, Number(brokers.split(':')[1])))
  const running = start(
    'taskset',
    ['-c', '0', 'nginx', '-e', 'stderr', '-p', `${prefix}/`, '-c', 'reference.conf', '-g', 'daemon off; user root;'],
    { env: { PATH: process.env['PATH'], KAFKA_BROKERS: brokers, GLIBC_TUNABLES: MALLOC } },
  )
  const url = `http://127.0.0.1:${port}`
  await until(
    `the reference to answer: ${running.output()}`,
    async () => (await fetch(`${url}/bare`, { method: 'POST', body: 'e30=' })).ok,
  )
  return {
    url,
    worker: async () => (await childrenOf(running.child.pid ?? 0))[0] ?? 0,
    remove: async () => {
      await running.stop('SIGTERM')
      await rm(prefix, { recursive: true, force: true })
    },
  }
}
