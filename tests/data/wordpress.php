<?php
// As much of WordPress as samples/prai-wordpress.php calls: php wordpress.php SAMPLE SITE OPTIONS.json
$posts = [];
$next = 1;
[, $sample, $site, $kept] = $argv;
$options = json_decode(file_get_contents($kept), true);
foreach ($options['posts'] ?? [] as $id) {
    $posts[$next++] = ['meta_input' => ['_prai_id' => $id], 'post_content' => ''];
}
function add_action($name, $do) {}
function get_option($name, $default) { global $options; return $options[$name] ?? $default; }
function update_option($name, $value) { global $options; $options[$name] = $value; }
function delete_option($name) { global $options; unset($options[$name]); }
function wp_remote_get($url, $arguments) {
    global $options;
    if (isset($options['fail']) && $options['fail']-- === 0) {  // the site does not answer this time
        unset($options['fail']);
        return ['code' => 503, 'body' => ''];
    }
    $context = stream_context_create(['http' => ['ignore_errors' => true, 'header' => 'Accept: application/json']]);
    $body = file_get_contents($url, false, $context);
    return ['code' => (int) explode(' ', $http_response_header[0])[1], 'body' => $body];
}
function wp_remote_retrieve_response_code($answer) { return $answer['code']; }
function wp_remote_retrieve_body($answer) { return $answer['body']; }
function get_posts($query) {
    global $posts;
    $meta = $query['meta_query'][0];
    return array_keys(array_filter(
        $posts, fn ($post) => !isset($meta['value']) || $post['meta_input']['_prai_id'] === $meta['value']
    ));
}
function get_post_meta($post, $key, $single) { global $posts; return $posts[$post]['meta_input'][$key]; }
function wp_trash_post($post) { global $posts; unset($posts[$post]); }
function wp_slash($values) { return $values; }
function esc_url($text) { return htmlspecialchars($text); }
function esc_html($text) { return htmlspecialchars($text); }
function wp_insert_post($post) { global $posts, $next; $posts[$next++] = $post; }
function wp_update_post($post) { global $posts; $posts[$post['ID']] = $post + $posts[$post['ID']]; }

$code = str_replace(["'SITE'", "'theme=tourisme&departement=09'"], ["'$site'", "''"], file_get_contents($sample));
eval(substr($code, 5));
prai_suivre();
$options['posts'] = array_values(array_map(fn ($post) => $post['meta_input']['_prai_id'], $posts));
$options['texts'] = array_values(array_map(fn ($post) => $post['post_content'], $posts));
file_put_contents($kept, json_encode($options));
